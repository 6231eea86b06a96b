// SPDX-License-Identifier: MIT
// Handlers on an alternate stack: one that returns, one that jumps out, and one
// that jumps out of a stack overflow.
// { mc-node "work" calls=1 depth=1 }
// { mc-edge "work -> interrupted" calls=200 }
// { mc-edge "interrupted -> handler" calls=200 }
// { mc-edge "handler -> note" calls=400 }
// { mc-edge "work -> jumps" calls=100 }
// { mc-edge "jumps -> leaver" calls=100 }
// { mc-edge "leaver -> note" calls=100 }
// { mc-edge "work -> after" calls=103 }
// { mc-edge "work -> endless" calls=3 }
// { mc-edge "overflow -> note" calls=3 }
// { mc-node "overflow" calls=3 }
// { mc-node "after" calls=103 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-stdout "500 503" }
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static sigjmp_buf env;
static volatile int notes, sum;

static void note(void)
{
	notes = notes + 1;
}

static void after(void)
{
	sum = sum + 1;
}

static void handler(int signal)
{
	(void)signal;
	note();
	note();
}

static void leaver(int signal)
{
	note();
	siglongjmp(env, signal);
}

static void overflow(int signal)
{
	note();
	siglongjmp(env, signal);
}

static void interrupted(void)
{
	raise(SIGUSR1);
	sum = sum + 2;
}

static void jumps(void)
{
	raise(SIGUSR2);
	sum = sum + 1000000;
}

static int endless(volatile char *above)
{
	volatile char here[4000];

	here[0] = *above;
	return endless(here) + here[0];
}

static void on_alternate_stack(int signal, void (*function)(int))
{
	struct sigaction action = {.sa_handler = function,
				   .sa_flags = SA_ONSTACK};

	sigaction(signal, &action, NULL);
}

__attribute__((profile)) void work(void)
{
	volatile int i;
	volatile char start = 0;

	for (i = 0; i < 200; i++)
		interrupted();
	for (i = 0; i < 100; i++) {
		if (!sigsetjmp(env, 1))
			jumps();
		else
			after();
	}
	for (i = 0; i < 3; i++) {
		if (!sigsetjmp(env, 1))
			sum = sum + endless(&start);
		else
			after();
	}
}

int main(void)
{
	stack_t stack = {.ss_sp = malloc(65536), .ss_size = 65536};
	struct rlimit limit = {1 << 20, 1 << 20};

	setrlimit(RLIMIT_STACK, &limit);
	sigaltstack(&stack, NULL);
	on_alternate_stack(SIGUSR1, handler);
	on_alternate_stack(SIGUSR2, leaver);
	on_alternate_stack(SIGSEGV, overflow);
	work();
	printf("%d %d\n", notes - 3, sum);
	return 0;
}
