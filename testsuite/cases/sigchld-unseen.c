// SPDX-License-Identifier: MIT
// The program never sees the report's process: no SIGCHLD, no child to wait
// for.
// { mc-stdout "no child" }
// { mc-node "work" calls=1 }
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void handler(int signal)
{
	(void)signal;
	if (write(1, "a child ended\n", 14) < 0)
		_exit(9);
}

static void look(void)
{
	puts(wait(NULL) < 0 && errno == ECHILD ? "no child" : "a child");
	fflush(stdout);
}

__attribute__((profile)) void work(void)
{
}

__attribute__((destructor)) static void last(void)
{
	if (wait(NULL) > 0)
		handler(0);
}

int main(void)
{
	signal(SIGCHLD, handler);
	atexit(look);
	work();
	return 0;
}
