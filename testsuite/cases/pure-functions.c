// SPDX-License-Identifier: MIT
// Calls that GCC may merge, because the function is pure or const, are counted
// as the source has them.
// { mc-node "work" calls=1 }
// { mc-node "square" calls=20 }
// { mc-node "length" calls=20 }
// { mc-node "allocate" calls=10 }
// { mc-edge "work -> square" calls=20 }
// { mc-edge "work -> length" calls=20 }
// { mc-edge "work -> allocate" calls=10 }
// { mc-edge "work -> cube" calls=20 }
// { mc-node "cube" calls=20 }
// { mc-only-nodes }
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

__attribute__((const)) int square(int n)
{
	return n * n;
}

__attribute__((pure)) int length(const char *s)
{
	return (int)strlen(s);
}

__attribute__((malloc)) void *allocate(size_t n)
{
	return calloc(n, 1);
}

__attribute__((const)) int cube(int n)
{
	return n * n * n;
}

int also_cube(int n) __attribute__((alias("cube"), const));

__attribute__((profile)) int work(int n, const char *s)
{
	int i, sum = 0;

	for (i = 0; i < 10; i++) {
		char *p = allocate(16);

		sum += square(n);
		sum += length(s);
		sum += square(n) + p[i];
		sum += also_cube(n);
		sum += also_cube(n);
		sum += length(s);
		free(p);
	}
	return sum;
}

int main(int argc, char **argv)
{
	(void)argv;
	printf("%d\n", work(argc, argc > 5 ? "abc" : "abcd"));
	return 0;
}
