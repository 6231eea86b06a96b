/* SPDX-License-Identifier: MIT */
/*
 * Starts a program and waits for its end.  See launch.h.
 */
#include "cli/launch.h"
#include "cli/cli.h"
#include "cli/pattern.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t child;
static volatile sig_atomic_t interrupted;

/* The keyboard's signals reach the program as well. */
static void note(int signal)
{
	interrupted = signal;
}

static void hand_on(int signal)
{
	int cause = errno;

	interrupted = signal;
	if (child > 0)
		kill((pid_t)child, signal);
	errno = cause;
}

void mc_launch_handle(int signal, void (*handler)(int), struct sigaction *old)
{
	struct sigaction action = {.sa_handler = handler,
				   .sa_flags = SA_RESTART};

	sigemptyset(&action.sa_mask);
	sigaction(signal, &action, old);
}

/* Becomes the program, in the forked process. */
static void execute(char **program, const char *profile)
{
	char *name = mc_pattern_expand(profile, getpid(), program[0]);
	int cause;

	signal(SIGXFSZ, mc_cli_too_large);
	setenv("MEMCALL_OUT", mc_pattern_quote(name), 1);
	execvp(program[0], program);
	cause = errno;
	mc_cli_warn("cannot run %s: %s", program[0], strerror(cause));
	_exit(cause == ENOENT ? MC_LAUNCH_NOT_FOUND : MC_LAUNCH_NOT_EXECUTABLE);
}

int mc_launch(char **program, const char *profile, pid_t *started)
{
	static const struct {
		int signal;
		void (*handler)(int);
	} waiting[] = {{SIGINT, note},
		       {SIGQUIT, note},
		       {SIGTERM, hand_on},
		       {SIGHUP, hand_on}};
	struct sigaction old[4];
	sigset_t blocked, unblocked;
	int status = -1;
	pid_t pid;

	/* No signal is taken before `child` says whom to hand it to. */
	sigemptyset(&blocked);
	for (int i = 0; i < 4; i++)
		sigaddset(&blocked, waiting[i].signal);
	sigprocmask(SIG_BLOCK, &blocked, &unblocked);
	pid = fork();
	if (pid == 0) {
		sigprocmask(SIG_SETMASK, &unblocked, NULL);
		execute(program, profile);
	}
	for (int i = 0; i < 4; i++)
		mc_launch_handle(waiting[i].signal, waiting[i].handler,
				 &old[i]);
	child = *started = pid;
	sigprocmask(SIG_SETMASK, &unblocked, NULL);
	if (pid < 0)
		mc_cli_warn("cannot start %s: %s", program[0], strerror(errno));
	else
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	child = 0;
	for (int i = 0; i < 4; i++)
		sigaction(waiting[i].signal, &old[i], NULL);
	return status;
}

int mc_launch_interrupted(void)
{
	return interrupted;
}

int mc_launch_repeat_end(int status)
{
	const struct rlimit none = {0, 0};

	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
	fflush(NULL);
	signal(WTERMSIG(status), SIG_DFL);
	raise(WTERMSIG(status));
	return 128 + WTERMSIG(status);
}
