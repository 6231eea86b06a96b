// SPDX-License-Identifier: MIT
int leaf(int n);

int leaf(int n)
{
	return n * n;
}
