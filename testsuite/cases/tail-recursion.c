// SPDX-License-Identifier: MIT
// Recursion in tail position, of one function, of two, and through a pointer,
// runs in the usual stack: outside of extents ten million deep, as without the
// plugin, and recorded 50,000 deep.  The time of what is called last is its
// caller's, too.
// { mc-levels "-O2" "-O3" "-O2 -flto" }
// { mc-node "work" calls=1 depth=1 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> count" calls=1 }
// { mc-edge "count -> count" calls=50000 }
// { mc-edge "work -> is_even" calls=1 }
// { mc-edge "is_even -> is_odd" calls=25000 }
// { mc-edge "is_odd -> is_even" calls=25000 }
// { mc-edge "work -> ping" calls=1 }
// { mc-edge "ping -> pong" calls=25000 }
// { mc-edge "pong -> ping" calls=25000 }
// { mc-edge "work -> last" calls=1 }
// { mc-edge "last -> busy" calls=1 }
// { mc-only-edges }
// { mc-check "node last total_ns >= node busy total_ns" }
// { mc-check "node work total_ns >= node last total_ns" }
// { mc-check "node work total_ns >= node is_even total_ns" }
#include <stdio.h>

static volatile long steps;

__attribute__((noinline)) static long count(long n, long sum)
{
	return n == 0 ? sum : count(n - 1, sum + n);
}

static long is_odd(long n);

__attribute__((noinline)) static long is_even(long n)
{
	return n == 0 ? 1 : is_odd(n - 1);
}

__attribute__((noinline)) static long is_odd(long n)
{
	return n == 0 ? 0 : is_even(n - 1);
}

long pong(long n);
long (*volatile next[])(long) = {pong, NULL};

long ping(long n)
{
	return n == 0 ? 1 : next[0](n - 1);
}

long pong(long n)
{
	return n == 0 ? 2 : next[1](n - 1);
}

__attribute__((noinline)) static long busy(long n)
{
	while (n--)
		steps = steps + 1;
	return steps;
}

__attribute__((noinline)) static long last(long n)
{
	return busy(n);
}

static long all(long n)
{
	return count(n, 0) + is_even(n) + ping(n);
}

__attribute__((profile, noinline)) long work(long n)
{
	return count(n, 0) + is_even(n) + ping(n) + last(1000000);
}

int main(void)
{
	next[1] = ping;
	printf("%ld\n", all(10000000));
	printf("%ld\n", work(50000));
	return 0;
}
