/* SPDX-License-Identifier: MIT */
/* What was meant by a word that is mistyped. */
#ifndef MC_CLI_SIMILAR_H
#define MC_CLI_SIMILAR_H

#include <stddef.h>

/* The nearest so far; begin with a zeroed one that has the word. */
struct mc_similar {
	const char *word;
	const char *best; /* NULL: nothing is near */
	size_t distance;
};

/* Looks at a word that there is. */
void mc_similar_try(struct mc_similar *similar, const char *candidate);

#endif
