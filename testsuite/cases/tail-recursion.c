// SPDX-License-Identifier: MIT
// Recursion in tail position, of one function and of two, is a loop for GCC, and
// stays one: ten million deep, in the usual stack, outside of extents and
// recorded.  Through a pointer it is one outside, and takes stack recorded.  The
// time of what is called last is its caller's, too, and what is called next is
// called by who calls it.
// { mc-levels "-O2" "-O3" "-Os" "-O2 -flto" "-O2 -fPIC" }
// { mc-node "work" calls=1 depth=1 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> count" calls=1 }
// { mc-edge "count -> count" calls=10000000 }
// { mc-edge "work -> is_even" calls=1 }
// { mc-edge "is_even -> is_odd" calls=5000000 }
// { mc-edge "is_odd -> is_even" calls=5000000 }
// { mc-edge "work -> down" calls=3 }
// { mc-edge "down -> down" calls=10000002 }
// { mc-edge "down -> step" calls=10000005 }
// { mc-edge "work -> step" calls=2 }
// { mc-edge "work -> ping" calls=1 }
// { mc-edge "ping -> pong" calls=10000 }
// { mc-edge "pong -> ping" calls=10000 }
// { mc-edge "work -> last" calls=1 }
// { mc-edge "last -> busy" calls=1 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
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

static void step(void)
{
	steps = steps + 1;
}

static void down(long n)
{
	step();
	if (n > 0)
		down(n - 1);
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
	down(n);
	return count(n, 0) + is_even(n) + ping(n);
}

__attribute__((profile, noinline)) long work(long n)
{
	long sum;

	down(0);
	step();
	down(n);
	step();
	down(2);
	sum = count(n, 0);
	sum += is_even(n);
	return sum + ping(n / 500) + last(1000000);
}

int main(void)
{
	next[1] = ping;
	printf("%ld\n", all(10000000));
	printf("%ld\n", work(10000000));
	return 0;
}
