// SPDX-License-Identifier: MIT
// exit() in an extent: the open calls are counted, their time is added, and a
// function registered with atexit runs below the function that called exit.
// { mc-status 3 }
// { mc-node "work" calls=1 }
// { mc-node "finish" calls=1 }
// { mc-node "leaf" calls=4 }
// { mc-edge "work -> leaf" calls=4 }
// { mc-edge "work -> finish" calls=1 }
// { mc-check "node work total_ns > 0" }
// { mc-stdout "leaving" }
#include <stdio.h>
#include <stdlib.h>

static int leaf(int n)
{
	return n;
}

static __attribute__((noreturn)) void finish(int status)
{
	puts("leaving");
	exit(status);
}

__attribute__((profile)) int work(int n)
{
	int i, sum = 0;

	for (i = 0; i < n; i++)
		sum += leaf(i);
	finish(sum / 2);
}

int main(void)
{
	return work(4);
}
