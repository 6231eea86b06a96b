/* SPDX-License-Identifier: MIT */
/*
 * memcall top IN
 *
 * Reads the profile of a running program again and again.  The program does
 * nothing for it and takes no lock.  So numbers may be a little out of step
 * with each other, which the reader is made for.  The recorder holds a lock of
 * the file while it writes (flock); when the lock is gone, the program has
 * ended.
 */
#include "report/top.h"
#include "report/text.h"
#include "cli/cli.h"
#include "cli/parse.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define HEADER_LINES 5
#define ROWS 20 /* if there is no terminal */
#define TRIES 40
#define TRY_AGAIN_MS 50

struct arguments {
	struct mc_inputs inputs;
	double seconds; /* from one reading to the next */
	size_t times; /* 0: until the program ends */
	enum mc_metric by; /* MC_METRICS: now */
};

static bool read_delay(const struct mc_flag *flag, const char *value,
		       void *place)
{
	double *seconds = place;
	char *end;

	(void)flag;
	*seconds = strtod(value, &end);
	return end != value && !*end && *seconds >= 0.05 && *seconds <= 86400;
}

static const struct mc_flag_kind delay = {.read = read_delay,
					  .takes = "0.05 to 86400 seconds"};

static bool read_sort(const struct mc_flag *flag, const char *value,
		      void *place)
{
	enum mc_metric *by = place;

	if (strcmp(value, "now") != 0)
		return mc_flag_sort.read(flag, value, place);
	*by = MC_METRICS;
	return true;
}

static const char *list_sorts(void)
{
	static struct mc_text list;

	mc_text_clear(&list);
	mc_text_print(&list, "now|%s", mc_flag_sort.list());
	return mc_text_get(&list);
}

static const struct mc_flag_kind sort = {.read = read_sort, .list = list_sorts};

#define PLACE(member) offsetof(struct arguments, member)

static const struct mc_flag flags[] = {
	{"delay", 'd', &delay, PLACE(seconds), "SECONDS", "1", NULL,
	 "the time from one reading to the next"},
	{"times", 'n', &mc_flag_count, PLACE(times), "N", NULL,
	 "when the program ends", "end after N readings"},
	{"sort", 's', &sort, PLACE(by), NULL, "now", NULL,
	 "the order of the table"},
	{0},
};

/* Returns the profile to watch, to be freed: if INPUT is the name of a graph,
   the profile that the graph will be made of. */
static char *find_profile(const char *input)
{
	char *name;

	if (asprintf(&name, "%s.memcall", input) < 0)
		abort();
	if (access(name, F_OK) < 0)
		strcpy(name, input);
	return name;
}

static bool is_being_written(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool locked;

	if (fd < 0)
		return false;
	locked = flock(fd, LOCK_SH | LOCK_NB) < 0 && errno == EWOULDBLOCK;
	close(fd);
	return locked;
}

/* Reads the profile.  If it has just been begun it may have no header yet:
   waits for that. */
static struct mc_model *load(char *path, struct mc_error *error)
{
	struct mc_model *model;

	for (int tries = 0;; tries++) {
		model = mc_cli_load(&path, 1, MC_MODEL_GRAPH, MC_SPLIT_NOT,
				    true, error);
		if (model || tries == TRIES || !is_being_written(path))
			return model;
		poll(NULL, 0, TRY_AGAIN_MS);
	}
}

static double now_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct termios saved_terminal;

static void restore_terminal(void)
{
	tcsetattr(STDIN_FILENO, TCSANOW, &saved_terminal);
}

/* Has keys read as they are pressed.  False if there is no keyboard. */
static bool watch_keys(void)
{
	struct termios raw;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    tcgetattr(STDIN_FILENO, &saved_terminal) < 0)
		return false;
	raw = saved_terminal;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	if (tcsetattr(STDIN_FILENO, TCSANOW, &raw) < 0)
		return false;
	atexit(restore_terminal);
	return true;
}

/* Waits; true if q was pressed. */
static bool wait_for(double seconds, bool has_keys)
{
	struct pollfd keys = {.fd = has_keys ? STDIN_FILENO : -1,
			      .events = POLLIN};
	char key = 0;

	return poll(&keys, 1, (int)(seconds * 1000)) > 0 &&
	       read(STDIN_FILENO, &key, 1) == 1 && (key == 'q' || key == 'Q');
}

static void show(const struct mc_model *model, struct mc_top *how, bool first)
{
	struct winsize size;

	how->to = mc_cli_find_terminal();
	how->rows = ROWS;
	if (how->to.is_terminal &&
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_row > HEADER_LINES)
		how->rows = size.ws_row - HEADER_LINES;
	if (how->to.is_terminal)
		fputs("\033[H\033[J", stdout); /* home, clear (ECMA-48) */
	else if (!first)
		putchar('\n');
	mc_top_write(model, how);
	fflush(stdout);
}

/* Shows the profile until the program ends, q is pressed or it was shown as
   often as wanted.  Returns an exit status. */
static int watch(const struct arguments *a, char *path)
{
	bool has_keys = watch_keys();
	struct mc_model *before = NULL, *model;
	struct mc_error error;
	double last = 0, now;
	bool is_alive = true;

	for (size_t n = 0; is_alive && (!a->times || n < a->times); n++) {
		struct mc_top how = {.before = before, .by = a->by};

		if (n && wait_for(a->seconds, has_keys))
			break;
		is_alive = is_being_written(path);
		now = now_seconds();
		model = load(path, &error);
		if (!model && n)
			break; /* a graph was made of it, and it was removed */
		if (!model)
			return mc_cli_fail(&error);
		how.seconds = now - last;
		last = now;
		show(model, &how, !n);
		if (before)
			mc_model_free(before);
		before = model;
	}
	if (before)
		mc_model_free(before);
	return mc_cli_finish();
}

static int top(const struct mc_command *command, int argc, char **argv)
{
	struct arguments a = {0};
	char *path;
	int result;

	if (mc_parse_arguments(command, argc, argv, &a) != 0)
		return MC_EXIT_USAGE;
	path = find_profile(a.inputs.path[0]);
	result = watch(&a, path);
	free(path);
	return result;
}

const struct mc_command mc_top_command = {
	.name = "top",
	.arguments = "IN",
	.purpose = "watch a program while it runs",
	.description =
		"Shows what a program does while it runs.  IN is the profile "
		"it writes, or what MEMCALL_OUT names; q ends.",
	.notes = "`now` is the share that a function itself had of the time "
		 "since the last reading, of one processor; where it is known, "
		 "only what it was on it.",
	.flags = flags,
	.least_inputs = 1,
	.most_inputs = 1,
	.wanted = "one profile is wanted",
	.main = top,
};
