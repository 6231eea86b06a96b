// SPDX-License-Identifier: MIT
// Contexts that go from thread to thread while all of them run, as schedulers
// of fibres have it: every call is counted, once.
// { mc-options "-pthread" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> runner" kind=thread calls=4 }
// { mc-node "fibre" calls=64 }
// { mc-node "step" calls=64000 }
// { mc-node "leaf" calls=128000 }
// { mc-check "profile lost = 0" }
// { mc-stdout "128000" }
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>

#define FIBRES 64
#define THREADS 4
#define STACK_BYTES (64 * 1024)

struct fibre {
	ucontext_t context;
	ucontext_t *runner; /* where to go back to */
	int is_done;
	long leaves;
	struct fibre *next;
};

static struct fibre fibres[FIBRES];
static struct fibre *ready;
static int done;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((noinline)) static void leaf(struct fibre *self)
{
	self->leaves++;
}

__attribute__((noinline)) static void step(struct fibre *self)
{
	leaf(self);
	leaf(self);
}

/* Not recorded: it begins in one thread and goes on in others. */
__attribute__((noinline, no_instrument_function)) static void
yield(struct fibre *self)
{
	swapcontext(&self->context, self->runner);
}

static void fibre(int number)
{
	struct fibre *self = &fibres[number];

	for (int i = 0; i < 100; i++) {
		for (int k = 0; k < 10; k++)
			step(self);
		yield(self);
	}
	self->is_done = 1;
	yield(self);
}

/* The fibre that has waited longest. */
static struct fibre *take(void)
{
	struct fibre *first;

	pthread_mutex_lock(&lock);
	first = ready;
	if (first)
		ready = first->next;
	pthread_mutex_unlock(&lock);
	return first;
}

static void give_back(struct fibre *fibre)
{
	struct fibre **last = &ready;

	pthread_mutex_lock(&lock);
	while (*last)
		last = &(*last)->next;
	fibre->next = NULL;
	*last = fibre;
	pthread_mutex_unlock(&lock);
}

__attribute__((noinline)) static void go_on(struct fibre *fibre,
					    ucontext_t *here)
{
	fibre->runner = here;
	swapcontext(here, &fibre->context);
}

static void *runner(void *unused)
{
	struct fibre *fibre;
	ucontext_t here;

	while (__atomic_load_n(&done, __ATOMIC_ACQUIRE) < FIBRES) {
		fibre = take();
		if (!fibre)
			continue;
		go_on(fibre, &here);
		if (fibre->is_done)
			__atomic_fetch_add(&done, 1, __ATOMIC_ACQ_REL);
		else
			give_back(fibre);
	}
	return unused;
}

__attribute__((profile)) void work(void)
{
	pthread_t threads[THREADS];

	for (int i = 0; i < FIBRES; i++) {
		getcontext(&fibres[i].context);
		fibres[i].context.uc_stack.ss_sp = malloc(STACK_BYTES);
		fibres[i].context.uc_stack.ss_size = STACK_BYTES;
		makecontext(&fibres[i].context, (void (*)(void))fibre, 1, i);
		give_back(&fibres[i]);
	}
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, runner, NULL);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
}

int main(void)
{
	long leaves = 0;

	work();
	for (int i = 0; i < FIBRES; i++)
		leaves += fibres[i].leaves;
	printf("%ld\n", leaves);
	return 0;
}
