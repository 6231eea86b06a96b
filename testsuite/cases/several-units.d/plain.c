// SPDX-License-Identifier: MIT
int plain(int n, int (*callback)(int));

int plain(int n, int (*callback)(int))
{
	int i, sum = 0;

	for (i = 0; i < n; i++)
		sum += callback(i);
	return sum;
}
