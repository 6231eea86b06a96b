// SPDX-License-Identifier: MIT
// A gigabyte, filled by calls that touch a new page each, walked through for a
// while and given back: what measuring memory costs where there is a lot of it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 4096, PAGES = 1 << 18, ROUNDS = 12 };

static char *memory;
static volatile long sum;

static __attribute__((noinline)) void fill(long page)
{
	memset(memory + page * PAGE, (int)page, PAGE);
}

static __attribute__((noinline)) void walk(long page)
{
	const char *at = memory + page * PAGE;
	long all = 0;

	for (int i = 0; i < PAGE; i += 8)
		all += at[i];
	sum += all;
}

__attribute__((profile)) void work(void)
{
	memory = malloc((size_t)PAGES * PAGE);
	for (long i = 0; i < PAGES; i++)
		fill(i);
	for (int round = 0; round < ROUNDS; round++)
		for (long i = 0; i < PAGES; i++)
			walk(i);
	free(memory);
}

int main(void)
{
	work();
	printf("%ld\n", sum);
	return 0;
}
