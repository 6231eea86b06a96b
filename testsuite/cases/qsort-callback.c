// SPDX-License-Identifier: MIT
// A comparator that libc calls back is called by the function that called
// qsort.
// { mc-node "sort_all" calls=2 }
// { mc-node "compare" calls>0 }
// { mc-check "edge sort_all -> compare calls = stdout compared" }
// { mc-only-nodes }
#include <stdio.h>
#include <stdlib.h>

static int compared;

static int compare(const void *a, const void *b)
{
	compared++;
	return *(const int *)a - *(const int *)b;
}

__attribute__((profile)) void sort_all(int *v, size_t n)
{
	qsort(v, n, sizeof(*v), compare);
}

int main(void)
{
	int v[500], i;

	for (i = 0; i < 500; i++)
		v[i] = i * 7919 % 503;
	sort_all(v, 500);
	sort_all(v, 0);
	printf("compared=%d first=%d\n", compared, v[0]);
	return 0;
}
