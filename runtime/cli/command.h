/* SPDX-License-Identifier: MIT */
/*
 * A subcommand is a row, and so is each of its flags.
 *
 * The file of a subcommand has its rows and its main function; main.c lists the
 * subcommands.  Parser and --help are made of the rows here, and so is what
 * `memcall help --rows` prints: bash completion reads that, and `make tables`
 * writes the lists of memcall(1) with it.
 */
#ifndef MC_COMMAND_H
#define MC_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

struct mc_flag;

/* How a flag reads its value. */
struct mc_flag_kind {
	/* Reads VALUE (NULL if the flag takes none) into PLACE.  False if it
	   cannot. */
	bool (*read)(const struct mc_flag *flag, const char *value,
		     void *place);
	/* What it takes, for a complaint; NULL: the words of its value. */
	const char *takes;
	/* The words it takes, where they are made of a table. */
	const char *(*list)(void);
};

struct mc_flag {
	const char *name; /* as in --NAME */
	int letter; /* as in -L, or 0 */
	const struct mc_flag_kind *kind;
	size_t place; /* offset, in the arguments, of what it reads into */
	/* As in --NAME=VALUE; words have a | in between.  NULL: it takes none,
	   or those that its kind lists. */
	const char *value;
	/* What is read when it is not given; NULL: the arguments stay zero. */
	const char *preset;
	/* What zero means, if --help is to say that. */
	const char *otherwise;
	const char *help; /* NULL: it is not for users */
};

/* Sets a bool. */
extern const struct mc_flag_kind mc_flag_switch;
/* Sets a const char *. */
extern const struct mc_flag_kind mc_flag_text;
/* Adds to a struct mc_view_globs; may be given again. */
extern const struct mc_flag_kind mc_flag_glob;
/* Sets a size_t, or a uint32_t, to a number from 1 on. */
extern const struct mc_flag_kind mc_flag_count;
extern const struct mc_flag_kind mc_flag_count32;
/* Sets an enum to the number that the word has in flag->value, from 0 on. */
extern const struct mc_flag_kind mc_flag_word;
/* Sets an enum mc_metric to one that tables are sorted by. */
extern const struct mc_flag_kind mc_flag_sort;

/* What stands behind --NAME=; NULL: the flag takes no value. */
const char *mc_flag_value(const struct mc_flag *flag);

/* Reads a percentage, with or without its sign, of LEAST to MOST. */
bool mc_flag_read_percent(const char *value, double least, double most,
			  double *percent);
/* Whether WORD is one of WORDS, which have a | in between; sets *index. */
bool mc_flag_find_word(const char *words, const char *word, size_t *index);

/* The arguments of each subcommand are a structure that begins with these. */
struct mc_inputs {
	char **path; /* what stands behind the flags, as in argv */
	size_t count;
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
	bool runs_program; /* flags behind the first input are not its own */
	bool lists_formats; /* in --help, as it writes them */
	bool lists_options; /* of MEMCALL_OPTIONS */
	int (*main)(const struct mc_command *command, int argc, char **argv);
};

/* The subcommands, up to a NULL (main.c). */
extern const struct mc_command *const mc_commands[];

/* Reads the command line into ARGUMENTS, presets first.  Returns 0, or
   MC_EXIT_USAGE with one line on stderr.  With --help it prints that and does
   not return. */
int mc_command_read(const struct mc_command *command, int argc, char **argv,
		    void *arguments);

/* Says that WHAT is wrong with the command line; returns MC_EXIT_USAGE. */
int mc_command_refuse(const struct mc_command *command, const char *what);

#endif
