// SPDX-License-Identifier: MIT
//
// work() is marked and called once, twice() 3 times, leaf() 6 times.  The
// argument says how it ends: an exit status, or one of the words below.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int leaf(int i)
{
	return i + 1;
}

/* Timed, however little it does. */
__attribute__((noinline)) static int twice(int i)
{
	return leaf(i) + leaf(i);
}

__attribute__((profile)) int work(const char *end)
{
	int i, sum = 0;

	for (i = 0; i < 3; i++)
		sum += twice(i);
	if (!strcmp(end, "kill"))
		raise(SIGKILL);
	if (!strcmp(end, "_exit"))
		_exit(5);
	if (!strcmp(end, "segv"))
		raise(SIGSEGV);
	if (!strcmp(end, "wait"))
		usleep(700000);
	return sum;
}

int main(int argc, char **argv)
{
	const char *end = argc > 1 ? argv[1] : "";

	if (!strcmp(end, "nothing"))
		return 0;
	if (!strcmp(end, "chdir") && chdir("/"))
		return 2;
	if (!strcmp(end, "fork"))
		fork();
	printf("sum %d\n", work(end));
	if (!strcmp(end, "fork"))
		wait(NULL);
	if (!strcmp(end, "exec")) {
		fflush(stdout);
		execl("/proc/self/exe", argv[0], NULL);
	}
	return argc > 1 ? atoi(end) : 0;
}
