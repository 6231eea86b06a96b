// SPDX-License-Identifier: MIT
// Exceptions thrown by what the C library calls back, through its frames.
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> compare" calls=1000 }
// { mc-edge "compare -> refuse" calls=1000 }
// { mc-edge "work -> after" calls=1001 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
#include <cstdio>
#include <cstdlib>

static int sum;

static int refuse(int n)
{
	throw n;
}

static int compare(const void *a, const void *)
{
	return refuse(*(const int *)a);
}

static void after(int n)
{
	sum += n;
}

__attribute__((profile)) void work()
{
	for (int i = 0; i < 1000; i++) {
		int numbers[4] = {4, 3, 2, 1};

		try {
			qsort(numbers, 4, sizeof(int), compare);
		} catch (int) {
			after(1);
		}
	}
	after(1);
}

int main()
{
	work();
	std::printf("%d\n", sum);
	return 0;
}
