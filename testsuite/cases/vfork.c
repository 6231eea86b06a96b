// SPDX-License-Identifier: MIT
// A vfork child shares its parent's memory until it calls exec or _exit: what
// the parent calls afterwards hangs in the right place.
// { mc-node "work" calls=1 depth=1 }
// { mc-edge "work -> launch" calls=20 }
// { mc-edge "work -> after" calls=20 }
// { mc-edge "launch -> leaf" calls=40 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-edges }
// { mc-stdout "10 10" }
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int sum, exits[2];

static void leaf(void)
{
	sum = sum + 1;
}

static void after(int status)
{
	if (WIFEXITED(status))
		exits[WEXITSTATUS(status) == 7]++;
}

static int launch(int does_exec)
{
	int status;
	pid_t child;

	leaf();
	child = vfork();
	if (child == 0) {
		if (does_exec)
			execl("/bin/true", "true", (char *)0);
		_exit(7);
	}
	leaf();
	waitpid(child, &status, 0);
	return status;
}

__attribute__((profile)) void work(void)
{
	for (int i = 0; i < 20; i++)
		after(launch(i & 1));
}

int main(void)
{
	work();
	printf("%d %d\n", exits[0], exits[1]);
	return 0;
}
