/* SPDX-License-Identifier: MIT */
/*
 * memcall flags: the flag that gcc needs, for use in $(...).
 *
 * In a build folder the plugin lies beside the command; after installation it
 * is in GCC's own plugin folder, where its name alone is enough, or below the
 * prefix.
 */
#include "cli/cli.h"
#include "cli/parse.h"
#include "cli/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PLUGIN_FILE "memcall.so"

struct arguments {
	struct mc_inputs none;
	const char *cc; /* NULL: the one that memcall was built for */
};

static const struct mc_flag flags[] = {
	{"cc", 0, &mc_flag_text, offsetof(struct arguments, cc), "GCC", NULL,
	 "the one that memcall was built for", "the compiler that is used"},
	{0},
};

/* Prints the flag, if the plugin is in that folder, and frees that. */
static bool print_if_there(char *folder, const char *name)
{
	char *path = NULL;
	bool is_there = false;

	if (folder && asprintf(&path, "%s/" PLUGIN_FILE, folder) >= 0)
		is_there = access(path, R_OK) == 0;
	if (is_there)
		printf("-fplugin=%s\n", name ? name : path);
	free(path);
	free(folder);
	return is_there;
}

static char *join(const char *folder, int major)
{
	char *path;

	return asprintf(&path, "%s/gcc-%d", folder, major) < 0 ? NULL : path;
}

/* Of a build folder's plugins, then those below the prefix, then those of GCC's
   own folder, where another memcall's may be. */
static int print_for(const char *cc)
{
	int major = mc_place_ask_major(cc);
	char *folder = mc_place_folder();
	bool is_found = false;

	if (major >= 0)
		is_found =
			print_if_there(join(folder, major), NULL) ||
			print_if_there(
				join(MC_LIB_DIR "/memcall-plugins", major),
				NULL) ||
			print_if_there(mc_place_ask_plugins(cc), "memcall") ||
			(major == MC_GCC_MAJOR &&
			 print_if_there(strdup(folder), NULL));
	if (major < 0)
		mc_cli_warn("%s is no GCC that can be run: --cc=gcc-14 names "
			    "another",
			    cc);
	else if (!is_found)
		mc_cli_warn("there is no plugin for %s: memcall build-plugin "
			    "--cc=%s",
			    cc, cc);
	free(folder);
	return is_found ? mc_cli_finish() : MC_EXIT_FAILED;
}

static int print_flag(const struct mc_command *command, int argc, char **argv)
{
	struct arguments arguments = {0};

	if (mc_parse_arguments(command, argc, argv, &arguments) != 0)
		return MC_EXIT_USAGE;
	if (arguments.cc)
		return print_for(arguments.cc);
	if (print_if_there(mc_place_folder(), NULL) ||
	    print_if_there(join(MC_LIB_DIR "/memcall-plugins", MC_GCC_MAJOR),
			   NULL) ||
	    print_if_there(strdup(MC_PLUGIN_DIR), "memcall"))
		return mc_cli_finish();
	mc_cli_warn("cannot find " PLUGIN_FILE ": run make, or make install, "
		    "for the GCC that is used");
	return MC_EXIT_FAILED;
}

const struct mc_command mc_flags_command = {
	.name = "flags",
	.arguments = "",
	.purpose = "print the flag that gcc needs",
	.description = "Prints the flag that makes gcc and g++ load the "
		       "plugin.",
	.notes = "gcc -g -O2 $(memcall flags) prog.c -o prog",
	.flags = flags,
	.main = print_flag,
};
