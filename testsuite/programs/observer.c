// SPDX-License-Identifier: MIT
//
// work() is marked and called once, down() and leaf() 2001 times each, so that
// the profile has to grow.  It prints what must be the same around them.  Its
// argument names what it does before that, or, with "after-" in front, after
// it, or, with "between-", when nine of the calls are over.  Its exit status is
// 6.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile long sum;
static int descriptor; /* the next one, where all is as it should be */

static void leaf(void)
{
	sum = sum + 1;
}

static void down(int n)
{
	if (n)
		down(n - 1);
	leaf();
}

static int next_descriptor(void)
{
	int fd = open("/", O_RDONLY);

	close(fd);
	return fd;
}

/* Files of its own wherever there is room, but for one. */
static void fill_descriptors(void)
{
	char name[32];

	for (int fd = 3; fd < 600; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		snprintf(name, sizeof(name), "own-%d", fd);
		if (open(name, O_RDWR | O_CREAT | O_TRUNC, 0644) != fd)
			exit(3);
		if (write(fd, "own", 3) != 3)
			exit(4);
	}
	close(3);
}

static void disturb(const char *how)
{
	int failed = 0;

	if (!strcmp(how, "chdir"))
		failed = chdir("/");
	if (!strcmp(how, "chroot"))
		failed = chroot("empty") || chdir("/");
	if (!strcmp(how, "drop"))
		failed = setgroups(0, NULL) || setgid(65534) || setuid(65534);
	if (!strcmp(how, "closefrom") || !strcmp(how, "reuse"))
		closefrom(3);
	if (!strcmp(how, "closeall"))
		closefrom(0);
	if (!strcmp(how, "reuse"))
		fill_descriptors();
	if (!strcmp(how, "fork") && fork() > 0)
		wait(NULL);
	if (failed)
		exit(2);
	descriptor = next_descriptor();
	errno = 77;
}

__attribute__((profile)) void work(int n, const char *how)
{
	down(8);
	if (!strncmp(how, "between-", 8))
		disturb(how + 8);
	down(n);
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	int wrong = 0;
	sigset_t set, now;
	mode_t mask;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_SETMASK, &set, NULL);
	disturb(how);
	work(1991, how);
	wrong |= errno != 77;
	sigprocmask(SIG_SETMASK, NULL, &now);
	for (int signal = 1; signal < NSIG; signal++)
		if (sigismember(&set, signal) != sigismember(&now, signal))
			wrong |= 2;
	wrong |= next_descriptor() != descriptor ? 4 : 0;
	mask = umask(0);
	umask(mask);
	printf("sum %ld, descriptor %d, umask %o, wrong %d\n", sum,
	       descriptor, (unsigned)mask, wrong);
	fflush(stdout);
	if (!strncmp(how, "after-", 6))
		disturb(how + 6);
	return wrong ? 40 + wrong : 6;
}
