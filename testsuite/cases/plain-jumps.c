// SPDX-License-Identifier: MIT
// A library built without the plugin jumps over recorded calls, in code that is
// so hot that most of its calls are only counted: what is called afterwards, by
// the library or by who called it, has the right caller.
// { mc-unsanitized thread "its longjmp crashes in code without it" }
// { mc-plain-library "guard.c" }
// { mc-node "work" calls=1 }
// { mc-edge "work -> turn" calls=2000 }
// { mc-edge "turn -> fails" calls=2000 }
// { mc-edge "fails -> deeper" calls=2000 }
// { mc-edge "deeper -> leaf" calls=2000 }
// { mc-edge "turn -> goes_on" calls=2000 }
// { mc-edge "goes_on -> leaf" calls=2000 }
// { mc-edge "turn -> leaf" calls=2000 }
// { mc-edge "turn -> last" calls=2000 }
// { mc-only-edges } { mc-edge "(root) -> work" calls=1 }
#include <stdio.h>

void bail(void);
void guard(void (*first)(int), void (*second)(int), int n);

static volatile int sum;

static void leaf(int n)
{
	sum += n;
}

static void deeper(int n)
{
	leaf(n);
	bail();
}

static void fails(int n)
{
	deeper(n + 1);
	leaf(1000000);
}

static void goes_on(int n)
{
	leaf(n);
}

static void last(void)
{
	sum++;
}

static void turn(int n)
{
	guard(fails, goes_on, n);
	leaf(n);
	last();
}

__attribute__((profile)) void work(int n)
{
	while (n-- > 0)
		turn(n);
}

int main(void)
{
	work(2000);
	printf("%d\n", sum);
	return 0;
}
