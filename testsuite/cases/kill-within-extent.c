// SPDX-License-Identifier: MIT
// SIGKILL in an extent loses nothing: the profile is left, with every call.
// { mc-status SIGKILL } { mc-abrupt }
// { mc-node "work" calls=1 }
// { mc-node "die" calls=1 }
// { mc-node "leaf" calls=100000 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> leaf" calls=100000 }
// { mc-edge "work -> die" calls=1 }
// { mc-check "node leaf total_ns <= node work total_ns" }
// { mc-only-nodes } { mc-only-edges }
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static volatile int sum;

static void leaf(int n)
{
	sum += n;
}

static void die(void)
{
	printf("%d\n", sum);
	fflush(stdout);
	raise(SIGKILL);
}

__attribute__((profile)) void work(int n)
{
	int i;

	for (i = 0; i < n; i++)
		leaf(i & 1);
	die();
}

int main(void)
{
	work(100000);
	return 0;
}
