/* SPDX-License-Identifier: MIT */
/*
 * A flag of a subcommand is a row; its kind reads the value.
 */
#ifndef MC_FLAG_H
#define MC_FLAG_H

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
	/* What happens if it is not given, if --help is to say that. */
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
extern const struct mc_flag_kind mc_flag_weight; /* struct mc_metric_row * */
/* Sets a const struct mc_metric_row * to one that boxes are coloured by. */
extern const struct mc_flag_kind mc_flag_colour;

/* What stands behind --NAME=; NULL: the flag takes no value. */
const char *mc_flag_value(const struct mc_flag *flag);

/* Reads a number from 1 on; false if it is none. */
bool mc_flag_read_count(const char *value, size_t *count);

/* Reads a percentage, with or without its sign, of LEAST to MOST. */
bool mc_flag_read_percent(const char *value, double least, double most,
			  double *percent);
/* Tells whether WORD is one of WORDS, which have a | in between; sets *index.
 */
bool mc_flag_find_word(const char *words, const char *word, size_t *index);

#endif
