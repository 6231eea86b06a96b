// SPDX-License-Identifier: MIT
// A coroutine on a stack of its own: what it calls is called by it, and what is
// called between is called by who runs then.
// { mc-node "work" calls=1 }
// { mc-node "body" calls=1 }
// { mc-node "inside" calls=5 }
// { mc-node "between" calls=5 }
// { mc-edge "body -> inside" calls=5 }
// { mc-edge "work -> between" calls=5 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes }
#include <stdio.h>
#include <ucontext.h>

static ucontext_t here, there;
static char stack[256 * 1024];
static volatile int sum;

static void inside(int i)
{
	sum += i;
}

static void between(int i)
{
	sum += 100 * i;
}

static void body(void)
{
	int i;

	for (i = 0; i < 5; i++) {
		inside(i);
		swapcontext(&there, &here);
	}
}

__attribute__((profile)) void work(void)
{
	int i;

	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof(stack);
	there.uc_link = &here;
	makecontext(&there, body, 0);
	for (i = 0; i < 5; i++) {
		swapcontext(&here, &there);
		between(i);
	}
}

int main(void)
{
	work();
	printf("%d\n", sum);
	return 0;
}
