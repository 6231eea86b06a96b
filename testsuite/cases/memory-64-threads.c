// SPDX-License-Identifier: MIT
// 64 threads at once, each with a ring of its own or, where memory to lock runs
// out, without: what all of them touch is charged once.
// { mc-native "QEMU has memory of its own, which counts" }
// { mc-options "-pthread" }
// { mc-need "exact" }
// { mc-node "work" calls=64 }
// { mc-node "fill" calls=640 }
// { mc-check "node fill rss_self_bytes = 26214400~1%" }
// { mc-check "node work rss_bytes = 26214400~2%" }
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>

enum { THREADS = 64, PAGE = 4096, PAGES = 10, CALLS = 10 };

static pthread_barrier_t barrier;

static void fill(void)
{
	char *memory = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	for (int i = 0; i < PAGES; i++)
		memory[i * PAGE] = 1;
}

__attribute__((profile)) void *work(void *unused)
{
	pthread_barrier_wait(&barrier);
	for (int i = 0; i < CALLS; i++)
		fill();
	/* A thread that ends gives back its stack, whoever records then. */
	pthread_barrier_wait(&barrier);
	return unused;
}

int main(void)
{
	pthread_t threads[THREADS];

	pthread_barrier_init(&barrier, NULL, THREADS);
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	puts("done");
	return 0;
}
