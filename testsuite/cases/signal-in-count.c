// SPDX-License-Identifier: MIT
// A signal handler counts the very calls that it interrupts, between any two
// instructions: none is lost, be it of a link or of a slot.
//
// No contexts are told apart, so that an edge has one link, whoever calls.
// QEMU, if it runs this, delivers signals after each instruction, which it does
// not else.
// { mc-options "-pthread" }
// { mc-environment "MEMCALL_OPTIONS=contexts=0 QEMU_SINGLESTEP=1" }
// { mc-node "work" calls=1 }
// { mc-node "handler" calls=2000 }
// { mc-edge "handler -> step" calls=20000 }
// { mc-node "step" calls=1020000 }
// { mc-edge "step -> leaf" calls=2040000 }
// { mc-node "leaf" calls=2040000 }
// { mc-stdout "2000 handled" }
// { mc-check "profile lost = 0" }
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>

#define SIGNALS 2000
#define STEPS 1000000

static pthread_t main_thread;
static volatile sig_atomic_t handled;
static volatile int sum;
static volatile int is_working;

__attribute__((noinline)) static void leaf(void)
{
	sum = sum + 1;
}

__attribute__((noinline)) static void step(void)
{
	leaf();
	leaf();
}

__attribute__((noinline)) static void handler(int number)
{
	(void)number;
	for (int i = 0; i < 10; i++)
		step();
	handled = handled + 1;
}

/* Sends one signal after the other, each when the one before is handled. */
static void *send(void *unused)
{
	for (int i = 0; i < SIGNALS; i++) {
		while (handled < i || !is_working)
			sched_yield();
		pthread_kill(main_thread, SIGUSR1);
	}
	return unused;
}

__attribute__((profile)) void work(void)
{
	is_working = 1;
	for (int i = 0; i < STEPS; i++)
		step();
	while (handled < SIGNALS)
		sched_yield();
}

int main(void)
{
	pthread_t sender;

	main_thread = pthread_self();
	signal(SIGUSR1, handler);
	pthread_create(&sender, NULL, send, NULL);
	work();
	pthread_join(sender, NULL);
	printf("%d handled\n", (int)handled);
	return 0;
}
