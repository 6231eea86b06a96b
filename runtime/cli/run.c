/* SPDX-License-Identifier: MIT */
/*
 * memcall run -o OUT -- PROG ARG...
 *
 * The program writes a raw profile beside OUT, whatever ends it; that is then
 * drawn and removed.  The command ends as the program did: with its exit
 * status, or by its signal.  While it waits it ignores the keyboard's signals,
 * which reach the program as well, and hands on those sent to it alone.  While
 * it draws they end it, and it says what is left to do.
 */
#include "cli/cli.h"
#include "cli/parse.h"
#include "cli/missing.h"
#include "cli/progress.h"
#include "cli/pattern.h"
#include "report/writers.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The exit statuses that shells use for these. */
enum { EXIT_NOT_EXECUTABLE = 126, EXIT_NOT_FOUND = 127 };

struct arguments {
	struct mc_inputs program; /* and its arguments */
	const char *output;
	bool is_chosen; /* by the command: there was no -o */
	struct mc_writer_options how;
};

#define PLACE(member) offsetof(struct arguments, member)

static const struct mc_flag flags[] = {
	{"output", 'o', &mc_flag_text, PLACE(output), "OUT", NULL, "PROG.svg",
	 "write to OUT; its extension says what it is"},
	{"no-prune", 0, &mc_flag_switch, PLACE(how.everything), NULL, NULL,
	 NULL, "write all functions and calls, however many"},
	{0},
};

static volatile sig_atomic_t child;

static void hand_on(int signal)
{
	int cause = errno;

	if (child > 0)
		kill((pid_t)child, signal);
	errno = cause;
}

static void handle(int signal, void (*handler)(int), struct sigaction *old)
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
	_exit(cause == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE);
}

/* Runs the program to its end.  Returns its wait status, or -1, and its pid.
   Signals are as before afterwards: drawing can be interrupted. */
static int run_program(char **program, const char *profile, pid_t *started)
{
	static const struct {
		int signal;
		void (*handler)(int);
	} waiting[] = {{SIGINT, SIG_IGN},
		       {SIGQUIT, SIG_IGN},
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
		handle(waiting[i].signal, waiting[i].handler, &old[i]);
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

/* Ends as the program did; a core, if there is one, is the program's. */
static int repeat_end(int status)
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

static bool is_free(const char *path)
{
	char *profile;
	bool is_there;

	if (asprintf(&profile, "%s.memcall", path) < 0)
		return false;
	is_there = access(path, F_OK) == 0 || access(profile, F_OK) == 0;
	free(profile);
	return !is_there;
}

/* Returns a pattern for a file in this folder, to be freed: the program's name
   with .svg, and a number if a file of that name is there. */
static char *choose_output(const char *program)
{
	const char *slash = strrchr(program, '/');
	char *path = NULL, *pattern;

	program = slash ? slash + 1 : program;
	for (unsigned int number = 1; !path; number++) {
		int length = number == 1 ? asprintf(&path, "%s.svg", program)
					 : asprintf(&path, "%s-%u.svg", program,
						    number);

		if (length < 0)
			return NULL;
		if (is_free(path) || number == UINT_MAX)
			break;
		free(path);
		path = NULL;
	}
	pattern = mc_pattern_quote(path);
	free(path);
	return pattern;
}

static bool ends_raw(const char *path)
{
	size_t length = strlen(path);

	return length > 8 && !strcmp(path + length - 8, ".memcall");
}

/* Returns the absolute pattern of the raw profile, to be freed.  Its folder
   must exist; else returns NULL and *error. */
static char *name_profile(const char *output, struct mc_error *error)
{
	const char *slash = strrchr(output, '/');
	char *folder, *real, *quoted, *path = NULL;

	folder = strndup(output, slash ? (size_t)(slash - output + 1) : 0);
	real = folder ? realpath(folder[0] ? folder : ".", NULL) : NULL;
	free(folder);
	if (!real) {
		mc_error_set(error, "cannot write %s: %s", output,
			     strerror(errno));
		return NULL;
	}
	quoted = mc_pattern_quote(strcmp(real, "/") ? real : "");
	if (asprintf(&path, "%s/%s%s", quoted, slash ? slash + 1 : output,
		     ends_raw(output) ? "" : ".memcall") < 0) {
		mc_error_set(error, "out of memory");
		path = NULL;
	}
	free(quoted);
	free(real);
	return path;
}

/* True if the file was written since `start`; an older one was left by an
   earlier run.  Files have the time of the last clock tick. */
static bool is_new(const char *path, const struct timespec *start)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return false;
	return st.st_mtim.tv_sec > start->tv_sec ||
	       (st.st_mtim.tv_sec == start->tv_sec &&
		st.st_mtim.tv_nsec >= start->tv_nsec);
}

/* The message when drawing is interrupted, and the process that prints it: the
   processes that drawing forks do not. */
static char interrupted[2 * PATH_MAX + 64];
static volatile pid_t drawing;

static void end_drawing(int signal_number)
{
	ssize_t written;

	if (getpid() == drawing) {
		mc_progress_clear();
		written =
			write(STDERR_FILENO, interrupted, strlen(interrupted));
		(void)written;
	}
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void watch_interrupts(const char *profile, const char *output)
{
	static const int signals[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};

	drawing = getpid();
	snprintf(interrupted, sizeof(interrupted),
		 "memcall: interrupted: the profile is kept: memcall convert "
		 "%s -o %s\n",
		 profile, output);
	for (int i = 0; i < 4; i++) {
		struct sigaction usual;

		handle(signals[i], end_drawing, &usual);
		if (usual.sa_handler == SIG_IGN) /* nohup, a shell */
			sigaction(signals[i], &usual, NULL);
	}
}

/* Draws what the program left.  If that is nothing, says why. */
static void draw_profile(const struct arguments *a, char *profile,
			 const char *output, const struct timespec *start)
{
	if (!is_new(profile, start) || mc_missing_is_barred(profile)) {
		mc_missing_explain(a->program.path[0], output, profile);
		return;
	}
	if (ends_raw(output))
		return;
	watch_interrupts(profile, output);
	mc_progress_begin();
	if (mc_convert_files(&profile, 1, output, &a->how, false) ==
	    MC_EXIT_OK) {
		unlink(profile);
		if (a->is_chosen)
			mc_cli_warn("the graph is in %s (-o OUT: elsewhere)",
				    output);
	} else
		mc_cli_warn("the profile is kept: memcall convert %s -o FILE",
			    profile);
	drawing = 0;
	mc_progress_end();
}

static int run_and_draw(const struct arguments *a, const char *pattern)
{
	struct timespec start;
	char *profile, *output;
	pid_t pid = 0;
	int status;

	clock_gettime(CLOCK_REALTIME_COARSE, &start);
	status = run_program(a->program.path, pattern, &pid);
	if (status == -1)
		return MC_EXIT_FAILED;
	profile = mc_pattern_expand(pattern, pid, a->program.path[0]);
	output = mc_pattern_expand(a->output, pid, a->program.path[0]);
	if (!WIFEXITED(status) ||
	    (WEXITSTATUS(status) != EXIT_NOT_FOUND &&
	     WEXITSTATUS(status) != EXIT_NOT_EXECUTABLE) ||
	    is_new(profile, &start))
		draw_profile(a, profile, output, &start);
	free(profile);
	free(output);
	return repeat_end(status);
}

static int run(const struct mc_command *command, int argc, char **argv)
{
	struct arguments a = {0};
	struct mc_error error;
	char *pattern, *chosen = NULL;
	int result;

	if (mc_parse_arguments(command, argc, argv, &a) != 0)
		return MC_EXIT_USAGE;
	if (!a.output) {
		a.output = chosen = choose_output(a.program.path[0]);
		a.is_chosen = true;
	}
	if (!a.output) {
		mc_cli_warn("out of memory");
		return MC_EXIT_FAILED;
	}
	if (!mc_writers_find(a.output, &error)) {
		mc_cli_fail(&error);
		return MC_EXIT_USAGE;
	}
	pattern = name_profile(a.output, &error);
	if (!pattern)
		return mc_cli_fail(&error);
	result = run_and_draw(&a, pattern);
	free(pattern);
	free(chosen);
	return result;
}

const struct mc_command mc_run_command = {
	.name = "run",
	.arguments = "[-o OUT] -- PROG ARG...",
	.purpose = "run a program and write its call graph",
	.description = "Runs a program and writes the call graph of its marked "
		       "functions, whatever ends it.",
	.notes = "In OUT, %p is the pid, %e the program's name, %h the host, "
		 "%r the MPI rank.  Without -o, OUT is the program's name with "
		 ".svg, in this folder; where a file of that name is, a number "
		 "is added.  The exit status is the program's.",
	.flags = flags,
	.least_inputs = 1,
	.most_inputs = SIZE_MAX,
	.wanted = "no program is given",
	.runs_program = true,
	.lists_formats = true,
	.lists_options = true,
	.main = run,
};
