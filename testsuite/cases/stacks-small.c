// SPDX-License-Identifier: MIT
// Signal handlers on a stack of MINSIGSTKSZ, behind which nothing is mapped:
// within an extent, beginning one, and with memory that comes and goes; and
// threads with a stack of PTHREAD_STACK_MIN.
// { mc-options "-pthread -Wl,-z,now" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "(root) -> outermost" calls=200 }
// { mc-edge "work -> handler" calls=3000 }
// { mc-edge "handler -> first" calls=3020 }
// { mc-edge "first -> second" calls=3220 }
// { mc-edge "second -> third" calls=3220 }
// { mc-edge "outermost -> first" calls=200 }
// { mc-edge "work -> thread" kind=thread calls=20 }
// { mc-edge "thread -> down" calls=20 }
// { mc-edge "down -> down" calls=180 }
// { mc-edge "down -> third" calls=20 }
// { mc-edge "thread -> handler" calls=20 }
// { mc-check "profile lost = 0" }
// { mc-stdout "3220 20" }
// { mc-unsanitized any "it takes more of the stack" }
#define _GNU_SOURCE
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static atomic_int handled, ended;
static volatile int sum;
static char *volatile touched;

static void third(void)
{
	sum++;
}

/* Now and then it moves memory, as the recorder sees by itself. */
static void second(void)
{
	if (handled % 10 == 0) {
		touched = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		touched[0] = 1;
		munmap(touched, 4096);
	}
	third();
}

static void first(void)
{
	second();
	handled++;
}

static void handler(int signal)
{
	(void)signal;
	first();
}

__attribute__((profile)) void outermost(int signal)
{
	(void)signal;
	first();
}

/* What the kernel puts there is larger on some machines. */
__attribute__((no_instrument_function)) static void use_small_stack(void)
{
	long least = sysconf(_SC_MINSIGSTKSZ);
	stack_t stack = {.ss_size = 2048};
	char *pages = mmap(NULL, 1 << 16, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (least > 1776)
		stack.ss_size += (size_t)least - 1776;
	mprotect(pages, 4096, PROT_NONE);
	stack.ss_sp = pages + 4096;
	sigaltstack(&stack, NULL);
}

__attribute__((no_instrument_function)) static void use_handler(
	int number, void (*function)(int))
{
	struct sigaction action = {.sa_handler = function,
				   .sa_flags = SA_ONSTACK};

	sigaction(number, &action, NULL);
}

static int down(int n)
{
	if (n)
		return down(n - 1) + 1;
	third();
	return 0;
}

static void *thread(void *argument)
{
	use_small_stack();
	ended += down(9) == 9;
	raise(SIGUSR1);
	return argument;
}

__attribute__((profile)) void work(void)
{
	pthread_attr_t attributes;
	pthread_t id;

	for (int i = 0; i < 3000; i++)
		raise(SIGUSR1);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, (size_t)PTHREAD_STACK_MIN);
	for (int i = 0; i < 20; i++) {
		pthread_create(&id, &attributes, thread, NULL);
		pthread_join(id, NULL);
	}
}

int main(void)
{
	use_small_stack();
	use_handler(SIGUSR1, handler);
	use_handler(SIGUSR2, outermost);
	for (int i = 0; i < 100; i++)
		raise(SIGUSR2);
	work();
	for (int i = 0; i < 100; i++)
		raise(SIGUSR2);
	printf("%d %d\n", handled, ended);
	return 0;
}
