// SPDX-License-Identifier: MIT
// Callees in a shared library that was built with the plugin; it calls back.
// { mc-library "lib.c" }
// { mc-node "work" calls=1 }
// { mc-node "lib_sum" calls=1 }
// { mc-node "lib_step" calls=4 }
// { mc-node "double_it" calls=4 }
// { mc-edge "work -> lib_sum" calls=1 }
// { mc-edge "lib_sum -> lib_step" calls=4 }
// { mc-edge "lib_step -> double_it" calls=4 }
// { mc-only-nodes }
#include <stdio.h>

int lib_sum(int n, int (*f)(int));

static int double_it(int i)
{
	return 2 * i;
}

__attribute__((profile)) int work(int n)
{
	return lib_sum(n, double_it);
}

int main(void)
{
	int outside = lib_sum(3, double_it);

	printf("%d %d\n", work(4), outside);
	return 0;
}
