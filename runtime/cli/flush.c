/* SPDX-License-Identifier: MIT */
/*
 * memcall flush PID [-o OUT]
 *
 * A running program has its profile mapped, as /proc tells, and the file is
 * complete at any time.  So its graph is made of that, by this command; the
 * program is not asked, and does nothing for it.
 */
#include "cli/cli.h"
#include "cli/parse.h"
#include "cli/progress.h"
#include "format.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUFFIX ".memcall"

struct arguments {
	struct mc_inputs inputs;
	const char *output;
};

#define PLACE(member) offsetof(struct arguments, member)

static const struct mc_flag flags[] = {
	{"output", 'o', &mc_flag_text, PLACE(output), "OUT", NULL,
	 "what the program writes at its end",
	 "write to OUT; its extension says what it is"},
	{0},
};

/* True if the file is the profile that the process writes. */
static bool is_profile_of(const char *path, size_t pid)
{
	struct mc_file_header header;
	FILE *file = fopen(path, "re");
	bool is = file && fread(&header, sizeof(header), 1, file) == 1 &&
		  !memcmp(header.magic, MC_FILE_MAGIC, sizeof(header.magic)) &&
		  header.pid == pid;

	if (file)
		fclose(file);
	return is;
}

/* Returns the path in a line of /proc/PID/maps; NULL: it names no profile. */
static char *find_path(char *line)
{
	size_t tail = strlen(SUFFIX);
	char *path = strchr(line, '/');
	size_t length;

	if (!path)
		return NULL;
	path[strcspn(path, "\n")] = 0;
	length = strlen(path);
	return length > tail && !strcmp(path + length - tail, SUFFIX) ? path
								      : NULL;
}

/* Returns the profile of the process, to be freed; NULL and *error if there is
   none to be found. */
static char *find_profile(size_t pid, struct mc_error *error)
{
	char maps[64], *line = NULL, *found = NULL;
	size_t size = 0;
	FILE *file;

	snprintf(maps, sizeof(maps), "/proc/%zu/maps", pid);
	file = fopen(maps, "re");
	while (file && !found && getline(&line, &size, file) > 0) {
		const char *path = find_path(line);

		if (path && is_profile_of(path, pid))
			found = strdup(path);
	}
	free(line);
	if (!file && errno == ENOENT)
		mc_error_set(error, "no process %zu: pgrep -l NAME finds it",
			     pid);
	else if (!file || ferror(file))
		mc_error_set(error,
			     "cannot read %s: %s; be the user whose process it "
			     "is",
			     maps, strerror(errno));
	else if (!found)
		mc_error_set(error,
			     "process %zu has no profile: it has one if it was "
			     "built with the plugin, runs with MEMCALL_OUT, a "
			     "file, and a marked function has run",
			     pid);
	if (file)
		fclose(file);
	return found;
}

/* Returns what the program is to write in the end, to be freed: the profile's
   name without its suffix. */
static char *name_output(const char *profile, struct mc_error *error)
{
	struct mc_error unknown;
	char *name = strndup(profile, strlen(profile) - strlen(SUFFIX));

	if (name && mc_writers_find(name, &unknown))
		return name;
	free(name);
	mc_error_set(error,
		     "%s is what the program writes: -o OUT says what "
		     "to make of it now",
		     profile);
	return NULL;
}

static int flush(const struct mc_command *command, int argc, char **argv)
{
	struct arguments a = {0};
	struct mc_writer_options how = {.is_patient = true};
	struct mc_error error;
	char *profile, *output = NULL;
	size_t pid;
	int result = MC_EXIT_FAILED;

	if (mc_parse_arguments(command, argc, argv, &a) != 0)
		return MC_EXIT_USAGE;
	if (!mc_flag_read_count(a.inputs.path[0], &pid))
		return mc_parse_refuse(command, "a PID is a number from 1");
	profile = find_profile(pid, &error);
	if (profile)
		output = a.output ? strdup(a.output)
				  : name_output(profile, &error);
	if (!output) {
		free(profile);
		return mc_cli_fail(&error);
	}
	mc_progress_begin();
	result = mc_convert_files(&profile, 1, output, &how, true);
	mc_progress_end();
	free(profile);
	free(output);
	return result;
}

const struct mc_command mc_flush_command = {
	.name = "flush",
	.arguments = "PID [-o OUT]",
	.purpose = "write the graph of a program while it runs",
	.description =
		"Writes what a running program has recorded until now, as it "
		"will when it ends.  The program goes on.",
	.flags = flags,
	.least_inputs = 1,
	.most_inputs = 1,
	.wanted = "no PID is given",
	.main = flush,
};
