/* SPDX-License-Identifier: MIT */
/*
 * memcall SUBCOMMAND ...: finds the subcommand and runs it.
 *
 * To add a subcommand, write a file with its row (command.h), and list the row
 * here.
 */
#include "cli/cli.h"
#include "cli/command.h"
#include "cli/similar.h"
#include "cli/usage.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The rows, each in the file of its subcommand. */
extern const struct mc_command mc_run_command, mc_convert_command,
	mc_report_command, mc_top_command, mc_diff_command, mc_dump_command,
	mc_flush_command, mc_flags_command, mc_build_plugin_command;

static const struct mc_command *const commands[] = {
	&mc_run_command,	  &mc_convert_command,
	&mc_report_command,	  &mc_top_command,
	&mc_flush_command,	  &mc_diff_command,
	&mc_dump_command,	  &mc_flags_command,
	&mc_build_plugin_command, NULL,
};

static const struct mc_command *find_command(const char *name)
{
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(name, commands[i]->name) == 0)
			return commands[i];
	return NULL;
}

static int refuse_command(const char *name)
{
	struct mc_similar similar = {.word = name};

	for (size_t i = 0; commands[i]; i++)
		mc_similar_try(&similar, commands[i]->name);
	if (similar.best)
		mc_cli_warn("there is no command '%s': did you mean %s? see "
			    "memcall --help",
			    name, similar.best);
	else
		mc_cli_warn("there is no command '%s': see memcall --help",
			    name);
	return MC_EXIT_USAGE;
}

static int run_command(const char *name, int argc, char **argv)
{
	const struct mc_command *command = find_command(name);
	char title[64];

	if (!command)
		return refuse_command(name);
	snprintf(title, sizeof(title), "memcall %s", command->name);
	argv[0] = title;
	return command->main(command, argc, argv);
}

/* `help report` is `report --help`; `help --rows` is for scripts. */
static int help(const char *name)
{
	static char option[] = "--help";
	char *argv[] = {NULL, option, NULL};

	if (name && !strcmp(name, "--rows")) {
		mc_usage_print_rows(commands, stdout);
		return mc_cli_finish();
	}
	if (name)
		return run_command(name, 2, argv);
	mc_usage_print(commands, stdout);
	return mc_cli_finish();
}

static bool is_one_of(const char *word, const char *a, const char *b,
		      const char *c)
{
	return !strcmp(word, a) || !strcmp(word, b) || !strcmp(word, c);
}

/* Opens stdin, stdout and stderr where they are closed, as in a program that
   ends, so that no other file becomes one of them. */
static void open_streams(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

int main(int argc, char **argv)
{
	open_streams();
	/* So that it is an error of write, about which there is a message. */
	mc_cli_too_large = signal(SIGXFSZ, SIG_IGN);
	if (argc < 2) {
		mc_usage_print(commands, stderr);
		return MC_EXIT_USAGE;
	}
	if (is_one_of(argv[1], "help", "--help", "-h"))
		return help(argv[2]);
	if (is_one_of(argv[1], "version", "--version", "-V")) {
		puts("memcall " MC_VERSION);
		return mc_cli_finish();
	}
	return run_command(argv[1], argc - 1, argv + 1);
}
