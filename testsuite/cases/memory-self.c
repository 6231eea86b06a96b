// SPDX-License-Identifier: MIT
// Memory goes to the function that touched it; what was given back within a
// call is in its peak, not in its growth.
// { mc-native "QEMU has memory of its own, which counts" }
// { mc-node "keeps" calls=1 }
// { mc-node "returns" calls=2 }
// { mc-node "nothing" calls=3 }
// { mc-node "releases" calls=1 }
// { mc-check "node keeps rss_bytes = 24M~2%" }
// { mc-check "node keeps rss_self_bytes = 24M~2%" }
// { mc-check "node keeps rss_peak_bytes = 24M~2%" }
// { mc-check "node keeps faults = 6144~2%" }
// { mc-check "node returns rss_bytes <= 64K" }
// { mc-check "node returns rss_peak_bytes = 40M~2%" }
// { mc-check "node nothing rss_peak_bytes <= 64K" }
// { mc-check "node releases rss_bytes = -24M~2%" }
// { mc-check "node work rss_peak_bytes = 64M~2%" }
// { mc-check "node work rss_bytes <= 256K" }
// { mc-check "node work rss_self_bytes <= 256K" }
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define MIB (1024 * 1024)

__attribute__((no_instrument_function)) static char *touch(size_t bytes)
{
	char *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	size_t i;

	madvise(p, bytes, MADV_NOHUGEPAGE);
	for (i = 0; i < bytes; i += 4096)
		p[i] = 1;
	return p;
}

__attribute__((noinline)) char *keeps(void)
{
	return touch(24 * MIB);
}

__attribute__((noinline)) void returns(void)
{
	munmap(touch(40 * MIB), 40 * MIB);
}

__attribute__((noinline)) int nothing(int n)
{
	return n + 1;
}

__attribute__((noinline)) void releases(char *p)
{
	munmap(p, 24 * MIB);
}

__attribute__((profile)) int work(void)
{
	char *p = keeps();
	int n = nothing(0);

	returns();
	n = nothing(n);
	returns();
	n = nothing(n);
	releases(p);
	return n;
}

int main(void)
{
	printf("%d\n", work());
	return 0;
}
