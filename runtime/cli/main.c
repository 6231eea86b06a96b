/* SPDX-License-Identifier: MIT */
/*
 * memcall SUBCOMMAND ...: finds the subcommand and runs it.
 *
 * A subcommand is added by a file with its main and a row in the table, which
 * is also what --help prints.
 */
#include "cli/cli.h"
#include "cli/similar.h"
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

static int refuse_command(const char *name)
{
	struct mc_similar similar = {.word = name};

	for (size_t i = 0; i < COMMAND_COUNT; i++)
		mc_similar_try(&similar, commands[i].name);
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
	const struct command *command = find_command(name);
	char title[64];

	if (!command)
		return refuse_command(name);
	snprintf(title, sizeof(title), "memcall %s", command->name);
	argv[0] = title;
	return command->main(argc, argv);
}

/* `help report` is `report --help`. */
static int help(const char *name)
{
	static char option[] = "--help";
	char *argv[] = {NULL, option, NULL};

	if (name)
		return run_command(name, 2, argv);
	print_usage(stdout);
	return mc_cli_finish();
}

static bool is_one_of(const char *word, const char *a, const char *b,
		      const char *c)
{
	return !strcmp(word, a) || !strcmp(word, b) || !strcmp(word, c);
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
	open_streams();
	/* An error of write, with a message. */
	mc_cli_too_large = signal(SIGXFSZ, SIG_IGN);
	if (argc < 2) {
		print_usage(stderr);
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
