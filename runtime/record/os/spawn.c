/* SPDX-License-Identifier: MIT */
/*
 * Runs a child that the program does not see.  See spawn.h.
 *
 * A child made with exit signal 0 sends no SIGCHLD, and wait() without __WALL
 * passes it over; but exec sets the exit signal back to SIGCHLD.  So there are
 * two: a helper that shares this memory (like vfork) and never execs, and the
 * command, which is the helper's child.  clone(2), wait(2).
 */
#include "spawn.h"
#include "own.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define STACK_BYTES (64u << 10)
#define MAX_VARIABLES 4096

/* Why a command failed. */
struct failure {
	int error; /* of execve */
	int signal; /* by which it was killed */
};

struct job {
	const char *path;
	char *const *arguments;
	char **environment;
	char *stack; /* the command's, until it execs */
	/* Shared for certain: valgrind and QEMU make a child that shares memory
	   one that does not. */
	struct failure *failure;
};

/* The helper's status if the command could not be run, or was killed. */
enum { NOT_RUN = 127 };

static struct failure last; /* of mc_spawn */

static int begins_with(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

/* Tells whether the command gets VARIABLE.  What the linker is to do in the
   program (LD_PRELOAD, LD_AUDIT, LD_DEBUG and more) is not meant for the
   command. */
static int is_passed_on(const char *variable)
{
	if (begins_with(variable, "LD_LIBRARY_PATH="))
		return 1;
	return !begins_with(variable, "MEMCALL_") &&
	       !begins_with(variable, "LD_");
}

static void copy_environment(char **to)
{
	size_t n = 0;

	for (char **from = environ; from && *from; from++)
		if (n < MAX_VARIABLES - 1 && is_passed_on(*from))
			to[n++] = *from;
	to[n] = NULL;
}

MC_ON_SPAWNED_STACK static void reset_signals(void)
{
	sigset_t none;

	/* All are as in a program that has just started, SIGPIPE too. */
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

MC_ON_SPAWNED_STACK static int run_command(void *argument)
{
	struct job *job = argument;
	int null;

	reset_signals();
	/* Descriptors 0 to 2 may be closed in the program. */
	null = open("/dev/null", O_RDWR);
	dup2(null, STDIN_FILENO);
	if (fcntl(STDERR_FILENO, F_GETFD) < 0)
		dup2(null, STDERR_FILENO);
	dup2(STDERR_FILENO, STDOUT_FILENO);
	syscall(SYS_close_range, 3u, ~0u, 0u);
	execve(job->path, job->arguments, job->environment);
	job->failure->error = errno;
	_exit(NOT_RUN);
}

MC_ON_SPAWNED_STACK static int run_helper(void *argument)
{
	struct job *job = argument;
	pid_t child;
	int status;

	signal(SIGCHLD, SIG_DFL); /* the helper's own copy */
	child = clone(run_command, job->stack + STACK_BYTES,
		      CLONE_VM | CLONE_VFORK | SIGCHLD, job);
	if (child < 0)
		_exit(NOT_RUN);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			_exit(NOT_RUN);
	if (WIFEXITED(status))
		_exit(WEXITSTATUS(status));
	job->failure->signal = WTERMSIG(status);
	_exit(NOT_RUN);
}

/* Waits for CHILD.  Returns its exit status, or NOT_RUN. */
static int wait_for(pid_t child)
{
	int status = -1;

	while (waitpid(child, &status, __WALL) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : NOT_RUN;
}

/* The same as run_child where a child must end with SIGCHLD: by QEMU, in which
   programs of other processors run.  So that the program sees none, it has no
   handler meanwhile, and what is pending in the end is discarded. */
static int run_signalling_child(int (*function)(void *), char *stack,
				void *argument)
{
	const struct sigaction none = {.sa_handler = SIG_DFL};
	struct sigaction usual;
	int status = NOT_RUN;
	sigset_t pending;
	pid_t child;

	sigpending(&pending);
	sigaction(SIGCHLD, &none, &usual);
	child = clone(function, stack, CLONE_VM | CLONE_VFORK | SIGCHLD,
		      argument);
	if (child > 0)
		status = wait_for(child);
	if (!sigismember(&pending, SIGCHLD))
		sigaction(SIGCHLD, &none, NULL);
	sigaction(SIGCHLD, &usual, NULL);
	return status;
}

/* Calls FUNCTION (ARGUMENT) in a child on STACK.  All signals are blocked, so
   that no handler of the program runs there.  Returns the child's exit status,
   or NOT_RUN. */
static int run_child(int (*function)(void *), char *stack, void *argument)
{
	sigset_t all, old;
	pid_t child;
	int status = NOT_RUN;

	stack += STACK_BYTES;
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &old);
	child = clone(function, stack, CLONE_VM | CLONE_VFORK, argument);
	if (child > 0)
		status = wait_for(child);
	else if (errno == EINVAL)
		status = run_signalling_child(function, stack, argument);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return status;
}

int mc_spawn(const char *path, const char *const *arguments)
{
	const size_t environment_bytes = MAX_VARIABLES * sizeof(char *);
	const size_t bytes = 2 * STACK_BYTES + environment_bytes;
	char *memory = mc_own_alloc(bytes);
	struct failure *failure =
		mmap(NULL, sizeof(*failure), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct job job = {
		.path = path,
		.arguments = (char *const *)arguments,
		.environment = (char **)memory,
		.stack = memory + environment_bytes,
		.failure = failure == MAP_FAILED ? &last : failure,
	};
	int status;

	last = (struct failure){.error = memory ? 0 : ENOMEM};
	if (!memory)
		return -1;
	copy_environment(job.environment);
	status = run_child(run_helper, job.stack + STACK_BYTES, &job);
	mc_own_free(memory, bytes);
	if (failure != MAP_FAILED) {
		last = *failure;
		munmap(failure, sizeof(*failure));
	}
	return status == NOT_RUN ? -1 : status;
}

int mc_spawn_was_killed(void)
{
	return last.signal != 0;
}

const char *mc_spawn_failure(void)
{
	if (last.signal)
		return sigdescr_np(last.signal);
	return last.error ? strerrordesc_np(last.error) : NULL;
}

MC_ON_SPAWNED_STACK static int run_trial(void *function)
{
	(*(void (**)(void))function)();
	_exit(0);
}

static int survives(void (*function)(void))
{
	int is_survived = 0;
	char *stack = mc_own_alloc(STACK_BYTES);
	int dumpable = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);

	/* Before Linux 5.16 a core dump kills all processes that share the
	   memory. */
	if (stack && dumpable <= 1 && !prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)) {
		is_survived = !run_child(run_trial, stack, &function);
		prctl(PR_SET_DUMPABLE, dumpable, 0, 0, 0);
	}
	if (stack)
		mc_own_free(stack, STACK_BYTES);
	return is_survived;
}

int mc_spawn_allows(struct mc_spawn_trial *trial)
{
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) != SECCOMP_MODE_FILTER)
		return 1;
	if (!trial->is_known++)
		trial->is_survived = survives(trial->function);
	return trial->is_survived;
}
