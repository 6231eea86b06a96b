// SPDX-License-Identifier: MIT
// OpenMP: what a team runs is called by the function that holds the region, on
// the calling thread as any callee, on the others as what threads do.
// { mc-unsanitized thread "it does not see what OpenMP waits for" }
// { mc-options "-fopenmp" }
// { mc-environment "OMP_NUM_THREADS=4 OMP_DYNAMIC=false" }
// { mc-node "work" calls=3 }
// { mc-node "leaf" calls=3000 }
// { mc-node "compare" calls=3000 }
// { mc-edge "(root) -> work" calls=3 }
// { mc-edge "work -> leaf" calls=750 }
// { mc-edge "work -> leaf" kind=thread calls=2250 }
// { mc-edge "work -> compare" calls=750 }
// { mc-edge "work -> compare" kind=thread calls=2250 }
// { mc-only-nodes } { mc-only-edges }
#include <stdio.h>
#include <stdlib.h>

static int leaf(int n)
{
	return n & 1;
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

__attribute__((profile)) int work(int n)
{
	int sum = 0, i;

#pragma omp parallel for schedule(static) reduction(+ : sum)
	for (i = 0; i < n; i++) {
		int one = 1;
		char *block = malloc(100);

		/* Both leave the unit. */
		sum += bsearch(&one, &one, 1, sizeof(one), compare) == &one;
		sum += leaf(i);
		free(block);
	}
	return sum - n / 2;
}

int main(void)
{
	int i, done = 0;

	for (i = 0; i < 3; i++)
		done += work(1000);
	printf("done=%d\n", done);
	return 0;
}
