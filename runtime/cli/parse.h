/* SPDX-License-Identifier: MIT */
/*
 * Reads the command line of a subcommand, as its row (command.h) says.
 */
#ifndef MC_PARSE_H
#define MC_PARSE_H

#include "cli/command.h"

/* Reads the command line into ARGUMENTS, presets first.  Returns 0, or
   MC_EXIT_USAGE with one line on stderr.  With --help it prints that and does
   not return. */
int mc_parse_arguments(const struct mc_command *command, int argc, char **argv,
		       void *arguments);

/* Says that WHAT is wrong with the command line.  Returns MC_EXIT_USAGE. */
int mc_parse_refuse(const struct mc_command *command, const char *what);

#endif
