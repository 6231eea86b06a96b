/* SPDX-License-Identifier: MIT */
/* Finds things.  See place.h. */
#include "cli/place.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

char *mc_place_folder(void)
{
	char self[PATH_MAX], *slash;
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[length > 0 ? length : 0] = 0;
	slash = strrchr(self, '/');
	if (slash)
		*slash = 0;
	return strdup(slash ? self : ".");
}

/* Reads the first line that `CC OPTION` prints; false if that fails. */
static bool ask(const char *cc, const char *option, char *line, int size)
{
	int ends[2], status = -1, null;
	FILE *from;
	pid_t child;

	if (pipe(ends) < 0)
		return false;
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		null = open("/dev/null", O_WRONLY);
		dup2(null, STDERR_FILENO);
		close(ends[0]);
		execlp(cc, cc, option, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	from = fdopen(ends[0], "r");
	if (!from || !fgets(line, size, from))
		line[0] = 0;
	if (from)
		fclose(from);
	line[strcspn(line, "\n")] = 0;
	if (child > 0)
		waitpid(child, &status, 0);
	return status == 0 && line[0];
}

int mc_place_ask_major(const char *cc)
{
	char line[64];

	return ask(cc, "-dumpversion", line, sizeof(line)) ? atoi(line) : -1;
}

char *mc_place_ask_plugins(const char *cc)
{
	char line[PATH_MAX];

	/* What GCC does not find it prints as it is. */
	if (!ask(cc, "-print-file-name=plugin", line, sizeof(line)) ||
	    line[0] != '/')
		return NULL;
	return strdup(line);
}
