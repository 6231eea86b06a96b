// SPDX-License-Identifier: MIT
// Bodies of which there must not be two, or that cannot be passed on to:
// assembly that defines a symbol, labels that a nested function takes, results
// in registers.
// { mc-options "-std=gnu17" }
// { mc-node "work" calls=1 }
// { mc-node "pair" calls=3 }
// { mc-node "mixed" calls=2 }
// { mc-node "jumps" calls=2 }
// { mc-node "step" calls=8 }
// { mc-no-node "defines" }
// { mc-stdout "1 2 5.5 21 12" }
#include <stdio.h>

static int step(int n)
{
	return n + 1;
}

int defines(int n)
{
	__asm__ volatile("my_label: nop\n.globl my_label" : "+r"(n));
	return step(n);
}

struct pair {
	int a, b;
};

struct pair pair(int n)
{
	return (struct pair){n, step(n)};
}

struct mixed {
	double d;
	char c;
};

struct mixed mixed(double d)
{
	return (struct mixed){d + 1, (char)step(20)};
}

int jumps(int n)
{
	__label__ first, second;
	void *choose(int i)
	{
		return i ? &&second : &&first;
	}

	goto *choose(n);
first:
	return 1;
second:
	return step(n) + 1;
}

static struct pair (*volatile paired)(int) = pair;
static struct mixed (*volatile mixing)(double) = mixed;

__attribute__((profile)) int work(void)
{
	struct pair p = paired(1), q = pair(p.a);
	struct mixed m = mixing(2.5);

	m.d += mixed(0).d;
	printf("%d %d %g %d", q.a, pair(q.a).b, m.d + 1, m.c);
	return defines(3) + defines(2) + jumps(0) + jumps(2);
}

int main(void)
{
	printf(" %d\n", work());
	return 0;
}
