// Eight threads allocate blocks and free each other's: no block is lost from
// the sums, and what one thread allocated and another freed is alive nowhere.
// { mc-unsanitized any "a sanitizer's allocator allocates for itself" }
// { mc-options "-std=c++17 -pthread" }
// { mc-environment "MEMCALL_OPTIONS=mem=heap" }
// { mc-check "node take allocs = stdout allocs" }
// { mc-check "node take alloc_bytes = stdout alloc_bytes" }
// { mc-check "node give frees = stdout frees" }
// { mc-check "node give freed_bytes = stdout freed_bytes" }
// { mc-check "node take live_blocks = stdout live_blocks" }
// { mc-check "node take live_bytes = stdout live_bytes" }
// { mc-node "give" allocs=0 live_bytes=0 }
// { mc-check "node take temporary <= node take allocs" }
#include <cstdio>
#include <cstdlib>
#include <pthread.h>

enum { THREADS = 8, ROUNDS = 500, BLOCKS = 80 };

static size_t *boxes[THREADS][2][BLOCKS];
static pthread_barrier_t barrier;
static long allocs[THREADS], alloc_bytes[THREADS], frees[THREADS],
	freed_bytes[THREADS];

static __attribute__((noinline)) size_t *take(size_t size, int thread)
{
	size_t *block = (size_t *)malloc(size);

	*block = size;
	allocs[thread]++;
	alloc_bytes[thread] += size;
	return block;
}

static __attribute__((noinline)) void give(size_t *block, int thread)
{
	frees[thread]++;
	freed_bytes[thread] += *block;
	free(block);
}

// While a thread fills its box, the one before it empties the box that was
// filled in the round before, but for a block.
static void *start(void *number)
{
	int self = (int)(long)number, next = (self + 1) % THREADS;
	unsigned long state = self + 1;

	for (int round = 0; round < ROUNDS; round++) {
		pthread_barrier_wait(&barrier);
		for (int i = 0; i < BLOCKS; i++) {
			state = state * 6364136223846793005 +
				1442695040888963407;
			boxes[self][round % 2][i] =
				take(sizeof(size_t) + (state >> 33) % 500, self);
			if (round && i)
				give(boxes[next][(round + 1) % 2][i], self);
		}
	}
	return NULL;
}

extern "C" __attribute__((profile)) void work()
{
	pthread_t threads[THREADS];

	pthread_barrier_init(&barrier, NULL, THREADS);
	for (long i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, start, (void *)i);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
}

static long sum(const long *of)
{
	long all = 0;

	for (int i = 0; i < THREADS; i++)
		all += of[i];
	return all;
}

int main()
{
	work();
	printf("allocs=%ld\nalloc_bytes=%ld\n", sum(allocs), sum(alloc_bytes));
	printf("frees=%ld\nfreed_bytes=%ld\n", sum(frees), sum(freed_bytes));
	printf("live_blocks=%ld\nlive_bytes=%ld\n", sum(allocs) - sum(frees),
	       sum(alloc_bytes) - sum(freed_bytes));
	return 0;
}
