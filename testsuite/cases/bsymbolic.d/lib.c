// SPDX-License-Identifier: MIT
static int from_library(int n)
{
	return 2 + 0 * n;
}

int choose(int n)
{
	return from_library(n);
}

int lib_run(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += choose(i);
	return sum;
}
