// SPDX-License-Identifier: MIT
// A jump out of a handler that has interrupted a handler, on another stack, that
// has interrupted a handler, 1000 times.
// { mc-unsanitized thread "it holds signals back" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> deep" calls=1000 }
// { mc-edge "deep -> deep" calls=3000 }
// { mc-edge "deep -> outer" calls=1000 }
// { mc-edge "outer -> middle" calls=1000 }
// { mc-edge "middle -> inner" calls=1000 }
// { mc-edge "outer -> leaf" calls=1000 }
// { mc-edge "middle -> leaf" calls=1000 }
// { mc-edge "inner -> leaf" calls=1000 }
// { mc-edge "work -> leaf" calls=1000 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>

static sigjmp_buf env;
static volatile int sum;

static void leaf(void)
{
	sum++;
}

static void inner(int signal)
{
	leaf();
	siglongjmp(env, signal);
}

static void middle(int signal)
{
	leaf();
	raise(SIGWINCH);
	sum += 1000000 + signal;
}

static void outer(int signal)
{
	leaf();
	raise(SIGUSR2);
	sum += 1000000 + signal;
}

static void deep(int n)
{
	if (n)
		deep(n - 1);
	else
		raise(SIGUSR1);
	sum += 1000000;
}

__attribute__((profile)) void work(void)
{
	for (volatile int i = 0; i < 1000; i++) {
		if (!sigsetjmp(env, 1))
			deep(3);
		else
			leaf();
	}
}

int main(void)
{
	static char stack[1 << 16];
	stack_t other = {.ss_sp = stack, .ss_size = sizeof(stack)};
	struct sigaction action = {.sa_handler = outer};

	sigaltstack(&other, NULL);
	sigaction(SIGUSR1, &action, NULL);
	action.sa_handler = inner;
	sigaction(SIGWINCH, &action, NULL);
	action.sa_handler = middle;
	action.sa_flags = SA_ONSTACK;
	sigaction(SIGUSR2, &action, NULL);
	work();
	printf("%d\n", sum);
	return 0;
}
