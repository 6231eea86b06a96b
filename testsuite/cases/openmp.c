// SPDX-License-Identifier: MIT
// OpenMP: what the team runs is called by the function that holds the region.
// { mc-xfail "OpenMP's threads are not followed" }
// { mc-options "-fopenmp" }
// { mc-environment "OMP_NUM_THREADS=4 OMP_DYNAMIC=false" }
// { mc-node "work" calls=3 }
// { mc-node "leaf" calls=3000 }
// { mc-check "node leaf calls = stdout done" }
// { mc-edge "(root) -> work" calls=3 }
// { mc-only-nodes }
#include <stdio.h>

static int leaf(int n)
{
	return n & 1;
}

__attribute__((profile)) int work(int n)
{
	int sum = 0, i;

#pragma omp parallel for reduction(+ : sum)
	for (i = 0; i < n; i++)
		sum += leaf(i) + 1;
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
