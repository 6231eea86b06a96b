/* SPDX-License-Identifier: MIT */
/*
 * A subcommand is a row.  The file of a subcommand has its row, its flags
 * (flag.h) and its main function; main.c lists the subcommands.  Parser
 * (parse.h) and --help (usage.h) are made of the rows, and so is what
 * `memcall help --rows` prints: bash completion reads that, and `make tables`
 * writes the lists of memcall(1) with it.
 */
#ifndef MC_COMMAND_H
#define MC_COMMAND_H

#include "cli/flag.h"

/* The arguments of each subcommand are a structure that begins with these. */
struct mc_inputs {
	char **path; /* what stands behind the flags, as in argv */
	size_t count;
	size_t ahead; /* of a --, behind which there are others; else all */
	bool is_parted; /* there is a -- */
};

struct mc_command {
	const char *name;
	const char *arguments; /* as the usage line shows them */
	const char *purpose; /* a few words, for the list of subcommands */
	const char *description; /* a paragraph, above the flags in --help */
	const char *notes; /* one below them */
	const struct mc_flag *flags; /* up to one without a name, or NULL */
	size_t least_inputs;
	size_t most_inputs;
	const char *wanted; /* a complaint about fewer or more */
	bool draws; /* has the flags of a view (view.h), too, */
	size_t view; /* and this is the offset of its struct mc_view */
	bool parts_inputs; /* a -- parts them, and flags may stand behind it */
	bool runs_program; /* flags behind the first input are not its own */
	bool lists_formats; /* in --help, as it writes them */
	bool lists_options; /* of MEMCALL_OPTIONS */
	int (*main)(const struct mc_command *command, int argc, char **argv);
};

#endif
