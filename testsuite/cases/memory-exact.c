// SPDX-License-Identifier: MIT
// Every function is charged with just the memory it moved, to the page:
// touched, freed, mapped, read into, by the stack (some of which start-up code
// has touched before), of a file, reallocated.
// { mc-unsanitized any "memory grows by other amounts with a sanitizer's allocator" }
// { mc-need "ring" "exact" }
// { mc-environment "MEMCALL_OPTIONS=mem=full" }
// { mc-check "node one_page rss_self_bytes = 4K~4K" }
// { mc-check "node hundred_pages rss_self_bytes = 400K~4K" }
// { mc-check "node big rss_self_bytes = 64M~4K" }
// { mc-check "node free_big rss_self_bytes = -64M~4K" }
// { mc-check "node map_and_unmap rss_self_bytes = 0~4K" }
// { mc-check "node map_and_unmap rss_peak_bytes = 1M~4K" }
// { mc-check "node populate rss_self_bytes = 2M~4K" }
// { mc-check "node unmap rss_self_bytes = -2M~4K" }
// { mc-check "node read_file rss_self_bytes = 1M~8K" }
// { mc-check "node grow_stack rss_self_bytes = 1M~64K" }
// { mc-check "node map_file rss_self_bytes = 1M~4K" }
// { mc-check "node grow_block rss_self_bytes = 4M~8K" }
// { mc-check "node give_back rss_self_bytes = -512K~4K" }
// { mc-check "node up_and_down rss_self_bytes = 0~4K" }
// { mc-check "node up_and_down rss_peak_bytes = 160M~8K" }
// { mc-check "node huge_pages rss_self_bytes = 8M~2M" }
// { mc-check "node nothing rss_self_bytes = 0" }
// { mc-check "node nothing faults = 0" }
// { mc-check "node nothing calls = 100000" }
// { mc-check "profile unsure_bytes = 0~8K" }
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, MB = 1 << 20 };

static char *arena, *block;
static int file;
static volatile int sum;

/* Not functions, which would be charged in place of their callers. */
#define TOUCH(memory, size) \
	do { \
		for (size_t i = 0; i < (size); i += PAGE) \
			((volatile char *)(memory))[i] = 1; \
	} while (0)

#define MAP(size, flags) \
	mmap(NULL, size, PROT_READ | PROT_WRITE, \
	     MAP_PRIVATE | MAP_ANONYMOUS | (flags), -1, 0)

static void one_page(void)
{
	arena[0] = 1;
}

static void hundred_pages(void)
{
	for (int i = 0; i < 100; i++)
		arena[(i + 1) * PAGE] = 1;
}

static void nothing(void)
{
	sum = sum + 1;
}

static void big(void)
{
	block = malloc(64 * MB);
	TOUCH(block, 64 * MB);
}

static void free_big(void)
{
	free(block);
}

static void map_and_unmap(void)
{
	char *memory = MAP(MB, 0);

	TOUCH(memory, MB);
	munmap(memory, MB);
}

static void populate(void)
{
	block = MAP(2 * MB, MAP_POPULATE);
}

static void unmap(void)
{
	munmap(block, 2 * MB);
}

static void read_file(void)
{
	block = MAP(MB, 0);
	lseek(file, 0, SEEK_SET);
	if (read(file, block, MB) != MB)
		puts("short read");
}

__attribute__((noinline)) static void grow_stack(void)
{
	volatile char room[MB];

	TOUCH(room, MB);
}

static void map_file(void)
{
	char *memory = mmap(NULL, MB, PROT_READ, MAP_SHARED, file, 0);

	for (size_t i = 0; i < MB; i += PAGE)
		sum += memory[i];
}

static void grow_block(void)
{
	char *memory = malloc(MB);

	TOUCH(memory, MB);
	memory = realloc(memory, 4 * MB);
	TOUCH(memory, 4 * MB);
}

static void give_back(void)
{
	madvise(arena + 101 * PAGE, 128 * PAGE, MADV_DONTNEED);
}

static void up_and_down(void)
{
	char *memory = malloc(160 * MB);

	TOUCH(memory, 160 * MB);
	free(memory);
}

/* To the kernel's granule of 2 MB. */
static void huge_pages(void)
{
	char *memory = MAP(10 * MB, 0);

	memory += -(size_t)memory & (2 * MB - 1);
	madvise(memory, 8 * MB, MADV_HUGEPAGE);
	TOUCH(memory, 8 * MB);
}

__attribute__((profile)) void work(void)
{
	one_page();
	for (int i = 0; i < 50000; i++)
		nothing();
	hundred_pages();
	big();
	free_big();
	map_and_unmap();
	populate();
	for (int i = 0; i < 50000; i++)
		nothing();
	unmap();
	read_file();
	grow_stack();
	map_file();
	grow_block();
	give_back();
	up_and_down();
	huge_pages();
}

int main(void)
{
	static char text[MB];

	file = memfd_create("file", 0);
	memset(text, 7, MB);
	if (write(file, text, MB) != MB)
		return 1;
	arena = MAP(4 * MB, MAP_NORESERVE);
	TOUCH(arena + 101 * PAGE, 128 * PAGE);
	work();
	puts("done");
	return 0;
}
