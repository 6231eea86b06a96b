/* SPDX-License-Identifier: MIT */
/*
 * How sure a number is, where people read it.
 *
 *	12 ms	measured, or an estimate that is off by less than 0.5 %
 *	~12 ms	an estimate
 *	>= 12	it is no less (with the sign U+2265)
 *	<12 ms	its error is as large as it is: all that is known is what it is
 *		less than
 *
 * Formats for programs have the number and its error as they are, and what is
 * sorted goes by the number.
 */
#ifndef MC_DOUBT_H
#define MC_DOUBT_H

#include "report/model.h"

enum mc_doubt_kind {
	MC_DOUBT_NONE,
	MC_DOUBT_ESTIMATE,
	MC_DOUBT_AT_LEAST,
	MC_DOUBT_LESS,
};

/* A number as it is shown: with the largest value that it may have in its place
   if that is all that is known. */
struct mc_doubt {
	enum mc_doubt_kind kind;
	const char *sign; /* what stands in front of it */
	int64_t value;
};

/* Finds out how the number is shown. The model says what it is part of. */
struct mc_doubt mc_doubt_of(const struct mc_model *model,
			    const struct mc_measures *numbers,
			    enum mc_metric which);
/* The same of the mean of the calls, as mc_measure_mean has it; the value is -1
   if there is none. */
struct mc_doubt mc_doubt_of_mean(const struct mc_model *model,
				 const struct mc_measures *numbers);
/* True if one of the numbers is shown so. */
bool mc_doubt_occurs(const struct mc_model *model,
		     const struct mc_measures *numbers,
		     enum mc_doubt_kind kind);

/* Returns the most that a number can be, as the sum of all: INT64_MAX if that
   is not known. */
int64_t mc_doubt_limit(const struct mc_model *model, enum mc_metric which);

/* Fills in and returns TEXT, of MC_NUMBER_SIZE bytes: the number and its sign,
   as UTF-8 that has still to be escaped for HTML. */
char *mc_doubt_format(char *text, const struct mc_model *model,
		      const struct mc_measures *numbers, enum mc_metric which);
/* The same of the number as a share of its whole (mc_model_whole). An estimate
   is seldom so good as to be nothing: it is `<0.1 %`. */
char *mc_doubt_percent(char *text, const struct mc_model *model,
		       const struct mc_measures *numbers, enum mc_metric which);

#endif
