// SPDX-License-Identifier: MIT
// Growth in calls so hot that most of them are only counted is charged to them,
// not to their caller, nor to who is called next.
// { mc-native "QEMU has memory of its own, which counts" }
// { mc-levels "-O2" "-O2 -flto" }
// { mc-node "touch" calls=200000 }
// { mc-node "rest" calls=200000 }
// { mc-check "node touch timed < 100000" }
// { mc-check "node touch rss_self_bytes >= 40800000" }
// { mc-check "node touch rss_self_bytes <= 41500000" }
// { mc-check "node turn rss_self_bytes <= 20000" }
// { mc-check "node rest rss_self_bytes <= 20000" }
// { mc-check "node turn rss_bytes >= 40800000" }
#include <stdio.h>
#include <sys/mman.h>

#define PAGE 4096
#define CALLS 200000

static char *memory;
static volatile int sum;

/* A new page at every twentieth call. */
static __attribute__((noinline)) void touch(int n)
{
	if (n % 20 == 0)
		memory[(long)n / 20 * PAGE] = 1;
	sum += n;
}

static __attribute__((noinline)) void rest(int n)
{
	sum -= n;
}

static __attribute__((noinline)) void turn(int n)
{
	touch(n);
	rest(n);
}

__attribute__((profile)) void work(void)
{
	for (int i = 0; i < CALLS; i++)
		turn(i);
}

int main(void)
{
	memory = mmap(NULL, (size_t)CALLS / 20 * PAGE, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return 1;
	madvise(memory, (size_t)CALLS / 20 * PAGE, MADV_NOHUGEPAGE);
	work();
	printf("%d\n", sum);
	return 0;
}
