// SPDX-License-Identifier: MIT
// What runs on a stack of its own goes on when its extent is over.  It is not
// recorded any more, until it calls a marked function.
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> body" calls=1 }
// { mc-edge "body -> leaf" calls=1000 }
// { mc-edge "(root) -> again" calls=1 }
// { mc-edge "again -> leaf" calls=100 }
// { mc-only-edges }
// { mc-stdout "2100" }
#include <stdio.h>
#include <ucontext.h>

static ucontext_t first, second;
static char stack[65536];
static volatile int calls;

static void leaf(void)
{
	calls = calls + 1;
}

__attribute__((profile)) void again(void)
{
	for (int i = 0; i < 100; i++)
		leaf();
}

static void body(void)
{
	for (int i = 0; i < 1000; i++)
		leaf();
	swapcontext(&second, &first);
	for (int i = 0; i < 1000; i++)
		leaf();
	again();
	swapcontext(&second, &first);
}

__attribute__((profile)) void work(void)
{
	getcontext(&second);
	second.uc_stack.ss_sp = stack;
	second.uc_stack.ss_size = sizeof(stack);
	makecontext(&second, body, 0);
	swapcontext(&first, &second);
}

int main(void)
{
	work();
	swapcontext(&first, &second);
	printf("%d\n", calls);
	return 0;
}
