/* SPDX-License-Identifier: MIT */
/* Finds what was meant by a word that is mistyped. */
#ifndef MC_CLI_SIMILAR_H
#define MC_CLI_SIMILAR_H

#include <stddef.h>

/* The word, and what is nearest to it so far.  All but `word` begins as zero.
 */
struct mc_similar {
	const char *word;
	const char *best; /* NULL: nothing is near */
	size_t distance;
};

/* Compares the word with one that exists, and keeps that if it is nearer. */
void mc_similar_try(struct mc_similar *similar, const char *candidate);

#endif
