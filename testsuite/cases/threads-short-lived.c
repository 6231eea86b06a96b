// SPDX-License-Identifier: MIT
// 10,000 threads, one after the other: neither memory nor the profile grows.
// { mc-unsanitized address "it keeps what it knows of threads that have ended" }
// { mc-options "-pthread" }
// { mc-edge "work -> start" kind=thread calls=10000 }
// { mc-edge "start -> leaf" calls=30000 }
// { mc-edge "(root) -> work" calls=100 }
// { mc-only-edges }
// { mc-check "profile threads = 10001" }
// { mc-check "profile lost = 0" }
// { mc-stdout "no growth" }
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static long leaf(long n)
{
	return n + 1;
}

static void *start(void *argument)
{
	volatile long *sum = argument;

	for (int i = 0; i < 3; i++)
		*sum = leaf(*sum);
	return NULL;
}

__attribute__((profile)) void work(int threads)
{
	long sum = 0;
	pthread_t thread;

	for (int i = 0; i < threads; i++) {
		if (pthread_create(&thread, NULL, start, &sum))
			puts("cannot start a thread");
		pthread_join(thread, NULL);
	}
}

/* The profile is mapped: its growth would be here, too. */
static long mapped_pages(void)
{
	FILE *statm = fopen("/proc/self/statm", "r");
	long pages = 0;

	if (!statm || fscanf(statm, "%ld", &pages) != 1)
		puts("no /proc/self/statm");
	if (statm)
		fclose(statm);
	return pages;
}

int main(void)
{
	long before;

	work(100);
	before = mapped_pages();
	for (int i = 0; i < 99; i++)
		work(100);
	puts(mapped_pages() - before < 64 ? "no growth" : "growth");
	return 0;
}
