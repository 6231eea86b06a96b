// SPDX-License-Identifier: MIT
// Two threads that map and unmap at once: each function is charged with what it
// did itself: within 0.06 % on a quiet machine.  On a busy one, a thread that
// is preempted in the middle of a reading is off by more, and its numbers are
// marked: so this runs alone.
// { mc-alone }
// { mc-options "-pthread" }
// { mc-need "ring" "exact" }
// { mc-check "node a_maps rss_self_bytes = 409600000~2%" }
// { mc-check "node a_unmaps rss_self_bytes = -401408000~2%" }
// { mc-check "node b_maps rss_self_bytes = 573440000~2%" }
// { mc-check "node b_unmaps rss_self_bytes = -561971200~2%" }
// { mc-check "node a_work rss_bytes = 8192000~1M" }
// { mc-check "node b_work rss_bytes = 11468800~1M" }
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>

enum { PAGE = 4096, ROUNDS = 40, MAPS = 50, A_PAGES = 50, B_PAGES = 70 };

#define TOUCH(memory, pages) \
	for (int at = 0; at < (pages); at++) \
	((volatile char *)(memory))[at * PAGE] = 1

#define MAP(pages) \
	mmap(NULL, (pages)*PAGE, PROT_READ | PROT_WRITE, \
	     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)

static char *a_maps(void)
{
	char *memory = MAP(A_PAGES);

	TOUCH(memory, A_PAGES);
	return memory;
}

static void a_unmaps(char *memory)
{
	munmap(memory, A_PAGES * PAGE);
}

static char *b_maps(void)
{
	char *memory = MAP(B_PAGES);

	TOUCH(memory, B_PAGES);
	return memory;
}

static void b_unmaps(char *memory)
{
	munmap(memory, B_PAGES * PAGE);
}

/* One mapping of each round is kept. */
__attribute__((profile)) void *a_work(void *unused)
{
	char *maps[MAPS];

	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < MAPS; i++)
			maps[i] = a_maps();
		for (int i = 1; i < MAPS; i++)
			a_unmaps(maps[i]);
	}
	return unused;
}

__attribute__((profile)) void *b_work(void *unused)
{
	char *maps[MAPS];

	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < MAPS; i++)
			maps[i] = b_maps();
		for (int i = 1; i < MAPS; i++)
			b_unmaps(maps[i]);
	}
	return unused;
}

int main(void)
{
	pthread_t a, b;

	pthread_create(&a, NULL, a_work, NULL);
	pthread_create(&b, NULL, b_work, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	puts("done");
	return 0;
}
