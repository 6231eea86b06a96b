// SPDX-License-Identifier: MIT
// Other programs started from an extent, in all ways that there are: what is
// called afterwards hangs in the right place.
// { mc-unsanitized thread "its vfork is a fork, and it crashes shells" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> by_spawn" calls=10 }
// { mc-edge "work -> by_system" calls=10 }
// { mc-edge "work -> by_popen" calls=10 }
// { mc-edge "work -> by_vfork" calls=20 }
// { mc-edge "by_spawn -> leaf" calls=10 }
// { mc-edge "by_system -> leaf" calls=10 }
// { mc-edge "by_popen -> leaf" calls=10 }
// { mc-edge "by_vfork -> leaf" calls=50 }
// { mc-edge "work -> leaf" calls=1 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
// { mc-stdout "10 30 100 10" }
#define _GNU_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile int leaves;
static int spawned, statuses, read_back, execs;

static void leaf(void)
{
	leaves++;
}

static void by_spawn(void)
{
	char *arguments[] = {"true", NULL};
	pid_t child;
	int status = 1;

	posix_spawnp(&child, "true", NULL, NULL, arguments, environ);
	waitpid(child, &status, 0);
	spawned += status == 0;
	leaf();
}

static void by_system(void)
{
	statuses += WEXITSTATUS(system("exit 3"));
	leaf();
}

static void by_popen(void)
{
	FILE *pipe = popen("echo 10", "r");
	int n = 0;

	if (fscanf(pipe, "%d", &n) == 1)
		read_back += n;
	pclose(pipe);
	leaf();
}

static void by_vfork(const char *program)
{
	pid_t child = vfork();
	int status = 1;

	if (!child) {
		leaf();
		execlp(program, program, (char *)NULL);
		leaf();
		_exit(1);
	}
	waitpid(child, &status, 0);
	execs += status == 0;
	leaf();
}

__attribute__((profile)) void work(void)
{
	for (int i = 0; i < 10; i++) {
		by_spawn();
		by_system();
		by_popen();
		by_vfork("true");
		by_vfork("/nonexistent");
	}
	leaf();
}

int main(void)
{
	work();
	printf("%d %d %d %d\n", spawned, statuses, read_back, execs);
	return 0;
}
