// SPDX-License-Identifier: MIT
int lib_sum(int n, int (*f)(int));

static int lib_step(int i, int (*f)(int))
{
	return f(i) + 1;
}

int lib_sum(int n, int (*f)(int))
{
	int i, sum = 0;

	for (i = 0; i < n; i++)
		sum += lib_step(i, f);
	return sum;
}
