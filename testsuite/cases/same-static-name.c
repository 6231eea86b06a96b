// SPDX-License-Identifier: MIT
// Static functions of one name in two files are two functions.
// { mc-sources "second.c" }
// { mc-node "step [same-static-name.c]" calls=2 symbol=step }
// { mc-node "step [second.c]" calls=3 symbol=step }
// { mc-node "second" calls=1 }
// { mc-node "work" calls=1 }
// { mc-edge "work -> step [same-static-name.c]" calls=2 }
// { mc-edge "second -> step [second.c]" calls=3 }
// { mc-only-nodes }
#include <stdio.h>

int second(int n);

static int step(int n)
{
	return n + 1;
}

__attribute__((profile)) int work(int n)
{
	return step(n) + step(n) + second(n);
}

int main(void)
{
	printf("%d\n", work(1));
	return 0;
}
