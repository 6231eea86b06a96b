// SPDX-License-Identifier: MIT
int second(int n);

static int step(int n)
{
	return n + 2;
}

int second(int n)
{
	return step(step(step(n)));
}
