/* SPDX-License-Identifier: MIT */
/*
 * What the program is called.
 */
#ifndef MC_PROGRAM_H
#define MC_PROGRAM_H

/* Finds it out, before main if it can be: programs that show what they are
   doing in ps(1) write over their arguments.  Once, under the guard. */
void mc_program_init(void);

/* The name of the executable, without its folder; that of the link by which a
   program of many names was called. */
const char *mc_program_name(void);

/* The same for the name of a file: without blanks, slashes and the like. */
const char *mc_program_file_name(void);

/* The command line, in words parted by blanks, as it was. */
const char *mc_program_command(void);

#endif
