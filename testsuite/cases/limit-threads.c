// SPDX-License-Identifier: MIT
// A thread that the profile has no room for: its calls are lost, which the
// profile says, and each costs no memory.
// { mc-native "QEMU has memory of its own, which counts" }
// { mc-unsanitized thread "it keeps what it knows of memory that is unmapped" }
// { mc-options "-pthread" }
// { mc-environment "MEMCALL_OPTIONS=limit=48K" }
// { mc-stderr "memcall: .*cannot grow \(its limit is reached\)" }
// { mc-node "work" calls=10 }
// { mc-edge "work -> leaf" calls=10 }
// { mc-check "profile lost = 20000" }
// { mc-stdout "no growth" }
#include <pthread.h>
#include <stdio.h>

static volatile long sum;

static void leaf(void)
{
	sum = sum + 1;
}

__attribute__((profile)) void work(void)
{
	leaf();
}

static long resident_pages(void)
{
	FILE *statm = fopen("/proc/self/statm", "r");
	long size, pages = 0;

	if (!statm || fscanf(statm, "%ld %ld", &size, &pages) != 2)
		puts("no /proc/self/statm");
	if (statm)
		fclose(statm);
	return pages;
}

static void *start(void *growth)
{
	long before;

	for (int i = 0; i < 100; i++)
		work();
	before = resident_pages();
	for (int i = 0; i < 19900; i++)
		work();
	*(long *)growth = resident_pages() - before;
	return NULL;
}

int main(void)
{
	pthread_t thread;
	long growth = 0;

	for (int i = 0; i < 10; i++)
		work();
	pthread_create(&thread, NULL, start, &growth);
	pthread_join(thread, NULL);
	puts(growth < 100 ? "no growth" : "growth");
	return 0;
}
