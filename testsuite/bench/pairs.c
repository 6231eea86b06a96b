// SPDX-License-Identifier: MIT
// Blocks that are allocated and freed, nothing else.
#include <stdio.h>
#include <stdlib.h>

__attribute__((noinline)) void other(void)
{
}

int work(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++) {
		char *block = malloc(32);

		*(volatile char *)block = (char)i;
		sum += *block;
		free(block);
	}
	return sum;
}

int main(int argc, char **argv)
{
	other();
	printf("%d\n", work(1000000 * (argc > 1 ? atoi(argv[1]) : 10)));
	return 0;
}
