// SPDX-License-Identifier: MIT
// A program's own pthread_create, which finds the C library's by dlsym.
// { mc-xfail "what dlsym finds is called by none of the slots that are patched" }
// { mc-options "-pthread" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> pthread_create" calls=10 }
// { mc-edge "pthread_create -> start" kind=thread calls=10 }
// { mc-edge "start -> leaf" calls=1000 }
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

typedef int create_fn(pthread_t *, const pthread_attr_t *, void *(*)(void *),
		      void *);

static long created;

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes,
		   void *(*start)(void *), void *argument)
{
	create_fn *real = (create_fn *)dlsym(RTLD_NEXT, "pthread_create");

	created++;
	return real(thread, attributes, start, argument);
}

static void leaf(long *sum)
{
	*sum += 1;
}

static void *start(void *sum)
{
	for (int i = 0; i < 100; i++)
		leaf(sum);
	return NULL;
}

__attribute__((profile)) long work(void)
{
	long sum = 0;

	for (int i = 0; i < 10; i++) {
		pthread_t thread;

		pthread_create(&thread, NULL, start, &sum);
		pthread_join(thread, NULL);
	}
	return sum;
}

int main(void)
{
	printf("%ld", work());
	printf(" %ld\n", created);
	return 0;
}
