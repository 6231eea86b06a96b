// SPDX-License-Identifier: MIT
// Calls through pointers: a table, a parameter, a struct member.
// { mc-node "add" calls=3 }
// { mc-node "subtract" calls=3 }
// { mc-node "apply" calls=2 }
// { mc-node "work" calls=1 }
// { mc-edge "work -> add" calls=2 }
// { mc-edge "work -> subtract" calls=2 }
// { mc-edge "apply -> add" calls=1 }
// { mc-edge "apply -> subtract" calls=1 }
// { mc-only-nodes }
#include <stdio.h>

typedef int operation(int, int);

static int add(int a, int b)
{
	return a + b;
}

static int subtract(int a, int b)
{
	return a - b;
}

static operation *volatile const table[] = {add, subtract};

struct step {
	operation *run;
};

static int apply(operation *run, int a, int b)
{
	return run(a, b);
}

__attribute__((profile)) int work(int n)
{
	struct step steps[] = {{table[1]}, {table[0]}};
	int i, sum = 0;

	for (i = 0; i < 2; i++) {
		sum += table[i](n, i);
		sum += steps[i].run(n, i);
		sum += apply(table[i], n, i);
	}
	return sum;
}

int main(void)
{
	printf("%d\n", work(10));
	return 0;
}
