// SPDX-License-Identifier: MIT
int overridden(int n);
int strong_only(int n);

int strong_only(int n)
{
	return n;
}

int overridden(int n)
{
	return strong_only(n) + 5;
}
