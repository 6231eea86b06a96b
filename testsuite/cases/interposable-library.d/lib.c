// SPDX-License-Identifier: MIT
int choose(int n);
int lib_run(int n);

int choose(int n)
{
	return n * 100;
}

int lib_run(int n)
{
	int i, sum = 0;

	for (i = 0; i < n; i++)
		sum += choose(i);
	return sum;
}
