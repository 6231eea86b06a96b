/* SPDX-License-Identifier: MIT */
/*
 * Finds the sides, and the runs of each.  See sides.h.
 */
#include "cli/sides.h"
#include "cli/cli.h"
#include "cli/parse.h"
#include "format.h"
#include "report/alloc.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define END ".memcall"

/* Returns where a second -- stands, which getopt has left; else the count. */
static size_t find_dashes(const struct mc_inputs *inputs)
{
	size_t i = 0;

	while (i < inputs->count && strcmp(inputs->path[i], "--") != 0)
		i++;
	return i;
}

/* Parts the inputs.  Before file names that begin with a - there may be one --
   more, ahead of all: diff -- -a -- -b. */
static int part(const struct mc_command *command,
		const struct mc_inputs *inputs, struct mc_side *before,
		struct mc_side *after)
{
	size_t dashes = find_dashes(inputs), count = inputs->count;
	bool is_parted = inputs->is_parted && inputs->ahead;
	size_t parting = inputs->ahead, behind = parting;

	if (dashes < count && !is_parted) {
		is_parted = true;
		parting = dashes;
		behind = dashes + 1;
		for (size_t i = behind; i < count; i++)
			if (!strcmp(inputs->path[i], "--"))
				dashes = i;
		dashes = dashes == parting ? count : dashes;
	}
	if (dashes < count)
		return mc_parse_refuse(command, "-- parts two sides: give it "
						"once");
	if (!is_parted && count != 2)
		return mc_parse_refuse(command,
				       "of more than two profiles, -- parts "
				       "those before from those after");
	if (!is_parted)
		parting = behind = 1;
	*before = (struct mc_side){.path = inputs->path, .count = parting};
	*after = (struct mc_side){.path = inputs->path + behind,
				  .count = count - behind};
	if (!before->count)
		return mc_parse_refuse(command, "no profile stands before --");
	if (!after->count)
		return mc_parse_refuse(command, "no profile stands behind --");
	return 0;
}

static bool read_header(const char *path, struct mc_file_header *header)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t length;

	if (fd < 0)
		return false;
	length = pread(fd, header, sizeof(*header), 0);
	close(fd);
	return length == (ssize_t)sizeof(*header) &&
	       !memcmp(header->magic, MC_FILE_MAGIC, sizeof(header->magic));
}

/* True if CHILD is of a process that the run of PARENT has forked: its number
   is in the name (out.4711.memcall, of out.memcall) and in the file. */
static bool is_child(const char *child, const char *parent)
{
	size_t tail = sizeof(END) - 1, length = strlen(parent), digits;
	struct mc_file_header header;
	char *end;

	if (length <= tail || strcmp(parent + length - tail, END) != 0)
		return false;
	length -= tail;
	if (strncmp(child, parent, length) != 0 || child[length] != '.')
		return false;
	child += length + 1;
	digits = strspn(child, "0123456789");
	return digits && !strcmp(child + digits, END) &&
	       read_header(child - length - 1, &header) &&
	       strtoull(child, &end, 10) == header.pid;
}

/* Refuses a child of another run, which had the same name before. */
static int check_age(const char *child, const char *parent)
{
	struct mc_file_header younger, older;

	if (!read_header(child, &younger) || !read_header(parent, &older) ||
	    younger.start_realtime_ns >= older.start_realtime_ns)
		return 0;
	mc_cli_warn("%s was there before %s, which replaced the run that it "
		    "is of: remove it",
		    child, parent);
	return MC_EXIT_FAILED;
}

static void move_behind(char **path, size_t from, size_t to)
{
	char *moved = path[from];

	memmove(path + to + 1, path + to, (from - to) * sizeof(*path));
	path[to] = moved;
}

/* Has the children of a run follow it.  Returns how many paths are of the run
   that begins at AT, or 0 after a complaint. */
static size_t gather_run(struct mc_side *side, size_t at)
{
	size_t next = at + 1;

	for (size_t i = next; i < side->count; i++) {
		if (!is_child(side->path[i], side->path[at]))
			continue;
		if (check_age(side->path[i], side->path[at]) != 0)
			return 0;
		move_behind(side->path, i, next++);
	}
	return next - at;
}

/* Refuses a run that stands twice on a side, also as a copy: it would seem that
   runs do not differ at all. */
static int refuse_twice(const struct mc_side *side)
{
	struct mc_file_header *header =
		mc_alloc_zeroed(side->count, sizeof(*header));
	int result = 0;

	for (size_t i = 0; i < side->count && !result; i++) {
		bool is_read = read_header(side->path[i], &header[i]);

		for (size_t k = 0; k < i && !result; k++) {
			bool is_same = is_read &&
				       header[k].pid == header[i].pid &&
				       header[k].start_realtime_ns ==
					       header[i].start_realtime_ns;

			if (!is_same &&
			    strcmp(side->path[i], side->path[k]) != 0)
				continue;
			mc_cli_warn("%s and %s are the same run: give each run "
				    "once",
				    side->path[k], side->path[i]);
			result = MC_EXIT_USAGE;
		}
	}
	free(header);
	return result;
}

/* Orders names so that those of a run stand before those of its children. */
static int compare_paths(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	size_t i = strlen(x), j = strlen(y);

	if (i != j)
		return i < j ? -1 : 1;
	return strcmp(x, y);
}

static int find_runs(struct mc_side *side)
{
	size_t at = 0;

	side->first = mc_alloc_zeroed(side->count + 1, sizeof(*side->first));
	qsort(side->path, side->count, sizeof(*side->path), compare_paths);
	while (at < side->count) {
		size_t count = gather_run(side, at);

		if (!count)
			return MC_EXIT_FAILED;
		side->first[side->runs++] = at;
		at += count;
	}
	side->first[side->runs] = at;
	return 0;
}

int mc_sides_find(const struct mc_command *command,
		  const struct mc_inputs *inputs, struct mc_side *before,
		  struct mc_side *after)
{
	int result = part(command, inputs, before, after);

	if (!result)
		result = refuse_twice(before);
	if (!result)
		result = refuse_twice(after);
	if (!result)
		result = find_runs(before);
	if (!result)
		result = find_runs(after);
	return result;
}

void mc_sides_free(struct mc_side *side)
{
	free(side->first);
}
