/* SPDX-License-Identifier: MIT */
/*
 * memcall run [-r N] -o OUT -- PROG ARG...
 *
 * The program writes a raw profile beside OUT, whatever ends it; that is then
 * drawn and removed.  The command ends as the program did: with its exit
 * status, or by its signal.  A signal while it draws ends it, and it says what
 * is left to do.
 *
 * Several runs write a profile each, which has the number of the run in its
 * name: base.1.memcall, of base.memcall.  If OUT is a picture, it is of all of
 * them.
 */
#include "cli/cli.h"
#include "cli/launch.h"
#include "cli/missing.h"
#include "cli/parse.h"
#include "cli/pattern.h"
#include "cli/progress.h"
#include "report/alloc.h"
#include "report/writers.h"

#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct arguments {
	struct mc_inputs program; /* and its arguments */
	size_t repeat; /* how many runs */
	const char *output;
	bool is_chosen; /* by the command: there was no -o */
	struct mc_writer_options how;
};

#define PLACE(member) offsetof(struct arguments, member)

static const struct mc_flag flags[] = {
	{"output", 'o', &mc_flag_text, PLACE(output), "OUT", NULL, "PROG.svg",
	 "write to OUT; its extension says what it is"},
	{"repeat", 'r', &mc_flag_count, PLACE(repeat), "N", "1", NULL,
	 "run it N times: each run has its number in the name of its profile, "
	 "as in base.1.memcall; a picture is of all runs"},
	{"no-prune", 0, &mc_flag_switch, PLACE(how.everything), NULL, NULL,
	 NULL, "write all functions and calls, however many"},
	{0},
};

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

		mc_launch_handle(signals[i], end_drawing, &usual);
		if (usual.sa_handler == SIG_IGN) /* nohup, a shell */
			sigaction(signals[i], &usual, NULL);
	}
}

/* What has been run. */
struct runs {
	char **profile; /* of each */
	size_t count;
	char *output; /* patterns are those of the first run */
	pid_t pid; /* likewise */
	char *all; /* a name that stands for all profiles */
	int status; /* of the first run that failed, or 0 */
};

/* Draws what the runs have left. */
static void draw_profiles(const struct arguments *a, const struct runs *runs)
{
	if (!runs->count || ends_raw(runs->output))
		return;
	watch_interrupts(runs->all, runs->output);
	mc_progress_begin();
	if (mc_convert_files(runs->profile, runs->count, runs->output, &a->how,
			     false) == MC_EXIT_OK) {
		for (size_t i = 0; i < runs->count; i++)
			unlink(runs->profile[i]);
		if (a->is_chosen)
			mc_cli_warn("the graph is in %s (-o OUT: elsewhere)",
				    runs->output);
	} else
		mc_cli_warn("the profile is kept: memcall convert %s -o FILE",
			    runs->all);
	drawing = 0;
	mc_progress_end();
}

static bool could_not_start(int status)
{
	return WIFEXITED(status) &&
	       (WEXITSTATUS(status) == MC_LAUNCH_NOT_FOUND ||
		WEXITSTATUS(status) == MC_LAUNCH_NOT_EXECUTABLE);
}

/* Runs the program once, and adds what it has left.  Returns false if there is
   nothing, having said why: another run would leave nothing, either. */
static bool run_once(const struct arguments *a, const char *pattern,
		     struct runs *runs)
{
	struct timespec start;
	char *profile;
	pid_t pid = 0;
	int status;

	clock_gettime(CLOCK_REALTIME_COARSE, &start);
	status = mc_launch(a->program.path, pattern, &pid);
	if (!runs->status)
		runs->status = status;
	if (status == -1)
		return false;
	profile = mc_pattern_expand(pattern, pid, a->program.path[0]);
	if (!runs->output)
		runs->output =
			mc_pattern_expand(a->output, pid, a->program.path[0]);
	if (is_new(profile, &start) && !mc_missing_is_barred(profile)) {
		runs->profile = mc_alloc_append(runs->profile, runs->count,
						sizeof(*runs->profile));
		runs->profile[runs->count++] = profile;
		return true;
	}
	if (!could_not_start(status))
		mc_missing_explain(a->program.path[0], runs->output, profile);
	free(profile);
	return false;
}

/* Returns the pattern with a part in front of its .memcall. */
static char *number_profile(const char *pattern, const char *part)
{
	char *name;

	if (asprintf(&name, "%.*s.%s.memcall",
		     (int)(strlen(pattern) - strlen(".memcall")), pattern,
		     part) < 0) {
		mc_cli_warn("out of memory");
		exit(MC_EXIT_FAILED);
	}
	return name;
}

/* Says so if profiles of earlier recordings have such names, too: who names
   base.*.memcall would have them as well. */
static void warn_of_older(const char *all, const struct timespec *start)
{
	const char *first = NULL;
	size_t count = 0;
	glob_t found;

	if (glob(all, 0, NULL, &found) != 0)
		return;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		if (is_new(found.gl_pathv[i], start))
			continue;
		first = first ? first : found.gl_pathv[i];
		count++;
	}
	if (count)
		mc_cli_warn("%zu profile%s of earlier runs match%s %s, too: "
			    "remove %s%s",
			    count, count == 1 ? "" : "s",
			    count == 1 ? "es" : "", all, first,
			    count == 1 ? "" : " and the others");
	globfree(&found);
}

/* Runs the program as often as is asked for, unless that is interrupted.  Each
   run reads the same file, if standard input is one. */
static void run_all(const struct arguments *a, const char *pattern,
		    struct runs *runs)
{
	off_t input = lseek(STDIN_FILENO, 0, SEEK_CUR);
	bool goes_on = true;

	for (size_t i = 1; goes_on && i <= a->repeat; i++) {
		char number[24], *name;

		snprintf(number, sizeof(number), "%zu", i);
		name = a->repeat > 1 ? number_profile(pattern, number)
				     : strdup(pattern);
		if (a->repeat > 1 && isatty(STDERR_FILENO))
			mc_cli_warn("run %zu of %zu", i, a->repeat);
		if (i > 1 && input >= 0)
			lseek(STDIN_FILENO, input, SEEK_SET);
		goes_on = name && run_once(a, name, runs);
		free(name);
		if (!mc_launch_interrupted())
			continue;
		if (i < a->repeat)
			mc_cli_warn("stopped after %zu of %zu runs", i,
				    a->repeat);
		break;
	}
}

/* Returns how the command ends: as the first run did that failed, or else by
   the signal that had it stop. */
static int find_end(const struct arguments *a, const struct runs *runs)
{
	if (runs->status == -1)
		return MC_EXIT_FAILED;
	if (!runs->status && a->repeat > 1 && mc_launch_interrupted())
		return 128 + mc_launch_interrupted();
	return mc_launch_repeat_end(runs->status);
}

static int run_and_draw(const struct arguments *a, const char *pattern)
{
	struct runs runs = {0};
	struct timespec start;
	char *all = a->repeat > 1 ? number_profile(pattern, "*") : NULL;

	clock_gettime(CLOCK_REALTIME_COARSE, &start);
	run_all(a, pattern, &runs);
	runs.all = mc_pattern_expand(all ? all : pattern, runs.pid,
				     a->program.path[0]);
	draw_profiles(a, &runs);
	if (all && runs.count && ends_raw(runs.output))
		warn_of_older(runs.all, &start);
	free(all);
	free(runs.all);
	for (size_t i = 0; i < runs.count; i++)
		free(runs.profile[i]);
	free(runs.profile);
	free(runs.output);
	return find_end(a, &runs);
}

static int run(const struct mc_command *command, int argc, char **argv)
{
	struct arguments a = {0};
	struct mc_error error;
	char *pattern, *chosen = NULL;
	int result;

	if (mc_parse_arguments(command, argc, argv, &a) != 0)
		return MC_EXIT_USAGE;
	a.how.is_patient = a.how.everything;
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
		 "is added.  The exit status is the program's; with -r it is "
		 "that of the first run that failed, and Ctrl-C ends all.  If "
		 "standard input is a file, each run reads it from where it "
		 "stands.",
	.flags = flags,
	.least_inputs = 1,
	.most_inputs = SIZE_MAX,
	.wanted = "no program is given",
	.runs_program = true,
	.lists_formats = true,
	.lists_options = true,
	.main = run,
};
