// SPDX-License-Identifier: MIT
// setcontext out of five calls, to where getcontext was called in the marked
// function, 1000 times; contexts that end by uc_link, and some that are never
// resumed, on stacks that are used again.
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> down" calls=1000 }
// { mc-edge "down -> down" calls=4000 }
// { mc-edge "work -> after" calls=1001 }
// { mc-edge "(root) -> many" calls=1 }
// { mc-edge "many -> run" calls=125 }
// { mc-edge "run -> body" calls=100 }
// { mc-edge "run -> leaf" calls=125 }
// { mc-edge "body -> leaf" calls=175 }
// { mc-edge "many -> leaf" calls=1 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
// { mc-stdout "1001 301" }
#include <stdio.h>
#include <ucontext.h>

static ucontext_t back, here, there[100];
static volatile int turns, afters, leaves;

static void down(int n)
{
	if (n == 0)
		setcontext(&back);
	down(n - 1);
	afters += 1000000;
}

static void after(void)
{
	afters++;
}

__attribute__((profile)) void work(void)
{
	getcontext(&back);
	if (turns)
		after();
	if (turns++ < 1000)
		down(4);
	after();
}

static void leaf(void)
{
	leaves++;
}

static void body(int i)
{
	leaf();
	if (i % 2)
		swapcontext(&there[i], &here);
	leaf();
}

static void run(int i)
{
	swapcontext(&here, &there[i]);
	leaf();
}

__attribute__((profile)) void many(void)
{
	static char stack[65536];

	for (int i = 0; i < 100; i++) {
		getcontext(&there[i]);
		there[i].uc_stack.ss_sp = stack;
		there[i].uc_stack.ss_size = sizeof(stack);
		there[i].uc_link = &here;
		makecontext(&there[i], (void (*)(void))body, 1, i);
		run(i);
		if (i % 4 == 1)
			run(i);
	}
	leaf();
}

int main(void)
{
	work();
	many();
	printf("%d %d\n", afters, leaves);
	return 0;
}
