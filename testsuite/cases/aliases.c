// SPDX-License-Identifier: MIT
// Aliases and weak functions: what runs is what is counted.
// { mc-sources "strong.c" }
// { mc-node "work" calls=1 }
// { mc-node "real" calls=5 }
// { mc-node "overridden" calls=2 }
// { mc-node "kept_weak" calls=3 }
// { mc-node "strong_only" calls=2 }
// { mc-edge "work -> real" calls=5 }
// { mc-edge "work -> overridden" calls=2 }
// { mc-edge "overridden -> strong_only" calls=2 }
// { mc-only-nodes }
#include <stdio.h>

int real(int n)
{
	return n + 1;
}

int other_name(int n) __attribute__((alias("real")));

__attribute__((weak)) int overridden(int n)
{
	return n * 1000;
}

__attribute__((weak)) int kept_weak(int n)
{
	return n - 1;
}

__attribute__((profile)) int work(int n)
{
	int i, sum = 0;

	for (i = 0; i < 2; i++)
		sum += real(i) + other_name(n) + overridden(i);
	for (i = 0; i < 3; i++)
		sum += kept_weak(i);
	return sum + other_name(sum);
}

int main(int argc, char **argv)
{
	(void)argv;
	printf("%d\n", work(argc));
	return 0;
}
