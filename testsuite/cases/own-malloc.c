// SPDX-License-Identifier: MIT
// A program with an allocator of its own, which is recorded: the recorder's work
// within it is not.
// { mc-unsanitized any "it is the sanitizer's malloc that is called" }
// { mc-options "-pthread -fno-builtin" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> leaf" calls=1000 }
// { mc-edge "work -> start" kind=thread calls=1 }
// { mc-edge "start -> leaf" calls=100 }
// { mc-edge "leaf -> malloc" calls=1100 }
// { mc-edge "leaf -> free" calls=1100 }
// { mc-check "node malloc calls = edge malloc -> grab calls" }
// { mc-check "profile lost = 0" }
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char pool[64 << 20];
static size_t used;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static char *grab(size_t bytes)
{
	char *block;

	pthread_mutex_lock(&mutex);
	block = pool + used;
	used += (bytes + 15) / 16 * 16;
	pthread_mutex_unlock(&mutex);
	return block;
}

void *malloc(size_t bytes)
{
	size_t *block = (size_t *)grab(bytes + 16);

	*block = bytes;
	return block + 2;
}

void free(void *block)
{
	(void)block;
}

void *calloc(size_t count, size_t bytes)
{
	return memset(malloc(count * bytes), 0, count * bytes);
}

void *realloc(void *old, size_t bytes)
{
	size_t kept = old ? ((size_t *)old)[-2] : 0;

	return memcpy(malloc(bytes), old ? old : "",
		      kept < bytes ? kept : bytes);
}

void *memalign(size_t alignment, size_t bytes)
{
	size_t at = (size_t)malloc(bytes + alignment);

	return (void *)((at + alignment - 1) & -alignment);
}

void *aligned_alloc(size_t alignment, size_t bytes)
{
	return memalign(alignment, bytes);
}

static void leaf(void)
{
	free(malloc(10));
}

static void *start(void *argument)
{
	for (int i = 0; i < 100; i++)
		leaf();
	return argument;
}

__attribute__((profile)) void work(void)
{
	pthread_t thread;

	for (int i = 0; i < 1000; i++)
		leaf();
	pthread_create(&thread, NULL, start, NULL);
	pthread_join(thread, NULL);
}

int main(void)
{
	work();
	puts("done");
	return 0;
}
