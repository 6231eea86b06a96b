/* SPDX-License-Identifier: MIT */
/*
 * memcall flags: the flag that gcc needs, for use in $(...).
 *
 * In a build folder the plugin lies beside the command; after installation it
 * is in GCC's own plugin folder, where its name alone is enough.
 */
#include "cli/cli.h"
#include "cli/parse.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PLUGIN_FILE "memcall.so"

/* The plugin beside this executable, to be freed; NULL if it is not there. */
static char *find_beside(void)
{
	char self[PATH_MAX], *path, *slash;
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (length <= 0)
		return NULL;
	self[length] = 0;
	slash = strrchr(self, '/');
	if (!slash)
		return NULL;
	*slash = 0;
	if (asprintf(&path, "%s/" PLUGIN_FILE, self) < 0)
		return NULL;
	if (access(path, R_OK) == 0)
		return path;
	free(path);
	return NULL;
}

static const char *find_installed(void)
{
#ifdef MC_PLUGIN_DIR
	if (access(MC_PLUGIN_DIR "/" PLUGIN_FILE, R_OK) == 0)
		return "memcall";
#endif
	return NULL;
}

static int print_flag(const struct mc_command *command, int argc, char **argv)
{
	struct mc_inputs none = {0};
	const char *installed;
	char *beside;

	if (mc_parse_arguments(command, argc, argv, &none) != 0)
		return MC_EXIT_USAGE;
	beside = find_beside();
	installed = beside ? NULL : find_installed();
	if (!beside && !installed) {
		mc_cli_warn("cannot find " PLUGIN_FILE ": run make, or make "
			    "install, for the GCC that is used");
		return MC_EXIT_FAILED;
	}
	printf("-fplugin=%s\n", beside ? beside : installed);
	free(beside);
	return mc_cli_finish();
}

const struct mc_command mc_flags_command = {
	.name = "flags",
	.arguments = "",
	.purpose = "print the flag that gcc needs",
	.description = "Prints the flag that makes gcc and g++ load the "
		       "plugin.",
	.notes = "gcc -g -O2 $(memcall flags) prog.c -o prog",
	.main = print_flag,
};
