// SPDX-License-Identifier: MIT
// After a fork in an extent the parent's profile has the parent's calls only,
// and the child's never go where the parent's do.
// { mc-node "work" calls=1 }
// { mc-node "leaf" calls=10 }
// { mc-edge "work -> leaf" calls=10 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes } { mc-only-edges }
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static int leaf(int n)
{
	return n + 1;
}

__attribute__((profile)) int work(void)
{
	int i, status = 0, sum = 0;
	pid_t child;

	for (i = 0; i < 4; i++)
		sum += leaf(i);
	child = fork();
	if (child == 0) {
		for (i = 0; i < 100; i++)
			sum += leaf(i);
		_exit(sum & 63);
	}
	for (i = 0; i < 6; i++)
		sum += leaf(i);
	waitpid(child, &status, 0);
	return sum + WEXITSTATUS(status);
}

int main(void)
{
	printf("%d\n", work());
	return 0;
}
