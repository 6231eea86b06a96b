// SPDX-License-Identifier: MIT
// A context that one thread has begun and others go on with, one after the
// other: every call is counted, once, and what the threads call themselves is
// called by them.
// { mc-options "-pthread" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> runner" kind=thread calls=10 }
// { mc-node "body" calls=1 }
// { mc-node "inside" calls=1000 depth=1 }
// { mc-node "between" calls=30 depth=1 }
// { mc-edge "runner -> between" calls=30 }
// { mc-check "profile lost = 0" }
// { mc-stdout "1000 30" }
#include <pthread.h>
#include <stdio.h>
#include <ucontext.h>

static ucontext_t here, there;
static char stack[256 * 1024];
static volatile int insides, betweens;

__attribute__((noinline)) static void inside(void)
{
	insides = insides + 1;
}

__attribute__((noinline)) static void between(void)
{
	betweens = betweens + 1;
}

__attribute__((noinline)) static void suspend(void)
{
	swapcontext(&there, &here);
}

static void body(void)
{
	for (;;) {
		for (int i = 0; i < 100; i++)
			inside();
		suspend();
	}
}

static void *runner(void *unused)
{
	between();
	swapcontext(&here, &there);
	between();
	between();
	return unused;
}

__attribute__((profile)) void work(void)
{
	pthread_t thread;

	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof(stack);
	there.uc_link = NULL;
	makecontext(&there, body, 0);
	for (int i = 0; i < 10; i++) {
		pthread_create(&thread, NULL, runner, NULL);
		pthread_join(thread, NULL);
	}
}

int main(void)
{
	work();
	printf("%d %d\n", insides, betweens);
	return 0;
}
