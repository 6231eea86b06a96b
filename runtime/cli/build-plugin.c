/* SPDX-License-Identifier: MIT */
/*
 * memcall build-plugin [--cc=GCC]: builds the plugin for another GCC.
 *
 * A plugin fits one release of GCC.  Its sources are installed with the
 * command, or the build folder that the command is in has a link to them; their
 * Makefile does the work, in a folder that is removed afterwards.
 */
#include "cli/cli.h"
#include "cli/parse.h"
#include "cli/place.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct arguments {
	struct mc_inputs none;
	const char *cc;
};

static const struct mc_flag flags[] = {
	{"cc", 0, &mc_flag_text, offsetof(struct arguments, cc), "GCC", "gcc",
	 NULL, "the C compiler to build it for, as gcc-14"},
	{0},
};

/* Runs a program to its end, with its output on stderr; returns its exit
   status, or 127 if it cannot be run. */
static int run(char *const *words)
{
	int status;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		dup2(STDERR_FILENO, STDOUT_FILENO);
		unsetenv("MAKEFLAGS");
		unsetenv("MAKELEVEL");
		unsetenv("MFLAGS");
		execvp(words[0], words);
		_exit(127);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 127;
}

static char *print(const char *format, ...)
	__attribute__((format(printf, 1, 2)));

static char *print(const char *format, ...)
{
	va_list values;
	char *text;

	va_start(values, format);
	if (vasprintf(&text, format, values) < 0)
		abort();
	va_end(values);
	return text;
}

/* In a build folder the plugin goes beside that of the first GCC, with links to
   what it looks for beside itself. */
static int link_beside(const char *to)
{
	static const char *const names[] = {"libmemcall.so", "memcall"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		char *link = print("%s/%s", to, names[i]);
		char *target = print("../%s", names[i]);

		unlink(link);
		if (symlink(target, link) < 0) {
			mc_cli_warn("cannot write to %s: %s", to,
				    strerror(errno));
			return MC_EXIT_FAILED;
		}
		free(link);
		free(target);
	}
	return MC_EXIT_OK;
}

static int build(const char *source, const char *cc, const char *to,
		 const char *temporary)
{
	char *words[] = {
		(char *)"make",
		(char *)"--no-print-directory",
		print("-j%ld", sysconf(_SC_NPROCESSORS_ONLN)),
		(char *)"-f",
		print("%s/Makefile", source),
		print("O=%s", temporary),
		print("CC=%s", cc),
		(char *)"PREFIX=" MC_PREFIX,
		(char *)"libdir=" MC_LIB_DIR,
		(char *)"install-plugin",
		to ? print("PLUGIN_TO=%s", to) : NULL,
		NULL,
	};
	int status = run(words);

	if (status == 127)
		mc_cli_warn("cannot run make: install it");
	else if (status != 0)
		mc_cli_warn("the plugin for %s is not built: see above", cc);
	return status ? MC_EXIT_FAILED : MC_EXIT_OK;
}

static int build_plugin(const struct mc_command *command, int argc, char **argv)
{
	struct arguments arguments = {0};
	char temporary[] = "/tmp/memcall-plugin-XXXXXX";
	char *remove[] = {(char *)"rm", (char *)"-rf", temporary, NULL};
	char *folder, *source, *to = NULL;
	int result, major;

	if (mc_parse_arguments(command, argc, argv, &arguments) != 0)
		return MC_EXIT_USAGE;
	major = mc_place_ask_major(arguments.cc);
	if (major < 0) {
		mc_cli_warn("%s is no GCC that can be run: --cc=gcc-14 names "
			    "another",
			    arguments.cc);
		return MC_EXIT_FAILED;
	}
	folder = mc_place_folder();
	source = print("%s/sources", folder);
	if (access(source, R_OK) == 0) {
		to = print("%s/gcc-%d", folder, major);
	} else {
		free(source);
		source = print("%s/../share/memcall/source", folder);
	}
	if (access(source, R_OK) != 0) {
		mc_cli_warn("the sources of the plugin are not in %s: install "
			    "memcall again",
			    source);
		return MC_EXIT_FAILED;
	}
	if (!mkdtemp(temporary)) {
		mc_cli_warn("cannot make a folder in /tmp: %s",
			    strerror(errno));
		return MC_EXIT_FAILED;
	}
	result = build(source, arguments.cc, to, temporary);
	run(remove);
	if (result == MC_EXIT_OK && to)
		result = link_beside(to);
	free(to);
	free(source);
	free(folder);
	return result;
}

const struct mc_command mc_build_plugin_command = {
	.name = "build-plugin",
	.arguments = "",
	.purpose = "build the plugin for another GCC",
	.description =
		"Builds the plugin for another GCC than the one that memcall "
		"was installed for, and puts it where that GCC finds it: into "
		"its own folder of plugins, or, without the right to write "
		"there, below the prefix of memcall.",
	.notes = "It takes make, g++ and the plugin headers of that GCC "
		 "(gcc-14-plugin-dev).",
	.flags = flags,
	.main = build_plugin,
};
