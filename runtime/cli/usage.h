/* SPDX-License-Identifier: MIT */
/*
 * What --help says, made of the rows of subcommands (command.h), formats
 * (writers.h) and options (option-table.h).
 */
#ifndef MC_USAGE_H
#define MC_USAGE_H

#include "cli/command.h"
#include "report/text.h"

#include <stdio.h>

/* Prints what `memcall --help` does.  COMMANDS are all rows, up to a NULL. */
void mc_usage_print(const struct mc_command *const *commands, FILE *out);

/* Prints every row of every table on a line, its fields parted by tabs:
 *
 *	command  NAME     ARGUMENTS  PURPOSE
 *	flag     COMMAND  -L         --NAME   VALUE    DEFAULT  HELP
 *	format   .EXT     PURPOSE
 *	option   KEY      VALUES     DEFAULT  HELP
 *
 * A field may be empty.  The flags of a view have "graph" for a command; a
 * subcommand that takes them has the line `draws NAME`. */
void mc_usage_print_rows(const struct mc_command *const *commands, FILE *out);

/* Prints what `memcall COMMAND --help` does. */
void mc_usage_print_help(const struct mc_command *command, FILE *out);

/* Puts "a, b or c" for the words "a|b|c". */
void mc_usage_put_words(struct mc_text *text, const char *words);

#endif
