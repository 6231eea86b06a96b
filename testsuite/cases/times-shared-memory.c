// SPDX-License-Identifier: MIT
// Memory that is shared changes all the time, so that PSS is read in the middle
// of calls: the time that takes is nobody's.
// { mc-plugin "root=main" }
// { mc-node "touch" calls=300 }
// { mc-check "node touch total_ns <= 1000000000" }
// { mc-check "node main total_ns >= node touch total_ns" }
// { mc-check "node main total_ns <= 20000000000" }
// { mc-only-nodes }
// { mc-node "main" calls=1 }
#include <stdio.h>
#include <sys/mman.h>

enum { PAGES = 64, PAGE_BYTES = 4096 };

static int touch(volatile char *at)
{
	for (int i = 0; i < PAGES; i++)
		at[i * PAGE_BYTES] = 1;
	return 1;
}

int main(void)
{
	size_t bytes = 300u * PAGES * PAGE_BYTES;
	char *shared = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int touched = 0;

	if (shared == MAP_FAILED)
		return 1;
	for (int i = 0; i < 300; i++)
		touched += touch(shared + (size_t)i * PAGES * PAGE_BYTES);
	printf("%d\n", touched);
	return 0;
}
