// SPDX-License-Identifier: MIT
// So many threads, each of which makes so many calls: 12.8 million in all,
// whether by one thread or by 64.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static long calls;

__attribute__((noinline)) void other(void)
{
}

static __attribute__((noinline)) long leaf(long n)
{
	__asm__ volatile("" : "+r"(n));
	return n + 1;
}

__attribute__((noinline)) static void *start(void *argument)
{
	long sum = 0;

	(void)argument;
	for (long i = 0; i < calls; i++)
		sum = leaf(sum);
	return (void *)sum;
}

__attribute__((noinline)) void work(int count)
{
	pthread_t threads[64];
	long all = 0;

	for (int i = 0; i < count; i++)
		pthread_create(&threads[i], NULL, start, NULL);
	for (int i = 0; i < count; i++) {
		void *sum;

		pthread_join(threads[i], &sum);
		all += (long)sum;
	}
	printf("%ld\n", all);
}

int main(int argc, char **argv)
{
	int count = argc > 1 ? atoi(argv[1]) : 1;

	other();
	calls = 12800000 / count;
	work(count);
	return 0;
}
