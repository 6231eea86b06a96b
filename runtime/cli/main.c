/* SPDX-License-Identifier: MIT */
/*
 * memcall SUBCOMMAND ...: finds the subcommand and runs it.
 *
 * A subcommand is added by a file with its main and a row in the table, which
 * is also what --help prints.
 */
#include "cli/cli.h"
#include "report/writers.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct command {
	const char *name;
	int (*main)(int argc, char **argv);
	const char *arguments;
	const char *purpose;
};

static const struct command commands[] = {
	{"run", mc_run_main, "-o graph.svg -- PROG ARG...",
	 "run a program and write its call graph"},
	{"convert", mc_convert_main, "IN... -o graph.svg",
	 "draw profiles, or write them in another format"},
	{"report", mc_report_main, "IN...",
	 "print a table and the call tree of profiles"},
	{"top", mc_top_main, "IN", "watch a program while it runs"},
	{"diff", mc_diff_main, "BEFORE AFTER",
	 "compare two profiles: a table, or a graph"},
	{"dump", mc_dump_main, "IN...", "print profiles as text for scripts"},
	{"flags", mc_flags_main, "", "print the flag that gcc needs"},
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static void print_formats(FILE *out)
{
	enum { MOST_COLUMNS = 70 };
	const struct mc_writer *writer;
	int column = MOST_COLUMNS;

	fputs("What is written, by extension:", out);
	for (size_t i = 0; (writer = mc_writers_get(i)); i++) {
		if (column >= MOST_COLUMNS)
			column = fprintf(out, "\n  %s", writer->extension);
		else
			column += fprintf(out, " %s", writer->extension);
	}
	fputc('\n', out);
}

static void print_usage(FILE *out)
{
	fputs("Usage: memcall COMMAND ...\n"
	      "Call graphs with times and memory of functions marked "
	      "__attribute__((profile)).\n\n",
	      out);
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		fprintf(out, "  memcall %-8s %-28s %s\n", commands[i].name,
			commands[i].arguments, commands[i].purpose);
	fputs("\n  memcall COMMAND --help             "
	      "       what a command takes\n"
	      "  memcall --version                  "
	      "       print the version\n\n"
	      "Build with: gcc -g -O2 $(memcall flags) prog.c -o prog\n\n",
	      out);
	print_formats(out);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(name, commands[i].name) == 0)
			return &commands[i];
	return NULL;
}

/* A program may end with its streams closed; then the first file opened here
   must not become stderr. */
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
	const struct command *command;
	char name[64];

	open_streams();
	signal(SIGXFSZ, SIG_IGN); /* an error of write, with a message */
	if (argc < 2) {
		print_usage(stderr);
		return MC_EXIT_USAGE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
	    !strcmp(argv[1], "help")) {
		print_usage(stdout);
		return mc_cli_finish();
	}
	if (!strcmp(argv[1], "--version") || !strcmp(argv[1], "-V")) {
		puts("memcall " MC_VERSION);
		return mc_cli_finish();
	}
	command = find_command(argv[1]);
	if (!command) {
		mc_cli_warn("there is no command '%s': see memcall --help",
			    argv[1]);
		return MC_EXIT_USAGE;
	}
	snprintf(name, sizeof(name), "memcall %s", command->name);
	argv[1] = name;
	return command->main(argc - 1, argv + 1);
}
