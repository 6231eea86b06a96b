/* SPDX-License-Identifier: MIT */
/*
 * The names of the program, as messages, file names and the profile show them.
 * Any thread may read them after mc_program_init.
 */
#ifndef MC_PROGRAM_H
#define MC_PROGRAM_H

/* Finds the names out.  Once, under the guard, and before main if possible: a
   program that shows in ps(1) what it does writes over its arguments. */
void mc_program_init(void);

/* Returns the name of the executable, without its folder.  If the program was
   called by a link, returns the link's. */
const char *mc_program_name(void);

/* The same as a part of a file's name: with '_' for blanks, slashes and the
   like. */
const char *mc_program_file_name(void);

/* Returns the command line at the start, with blanks between its words. */
const char *mc_program_command(void);

#endif
