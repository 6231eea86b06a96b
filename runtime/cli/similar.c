/* SPDX-License-Identifier: MIT */
/*
 * Compares words by edit distance.  Two letters that are exchanged count as one
 * step (optimal string alignment), since that is what fingers do.
 */
#include "cli/similar.h"

#include <stdint.h>
#include <string.h>

#define MOST_LETTERS 31 /* longer than any command or option */

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t find_distance(const char *a, const char *b)
{
	size_t steps[MOST_LETTERS + 1][MOST_LETTERS + 1];
	size_t m = strlen(a), n = strlen(b);

	if (m > MOST_LETTERS || n > MOST_LETTERS)
		return SIZE_MAX;
	for (size_t i = 0; i <= m; i++)
		for (size_t k = 0; k <= n; k++) {
			if (!i || !k) {
				steps[i][k] = i + k;
				continue;
			}
			steps[i][k] = least(
				least(steps[i - 1][k], steps[i][k - 1]) + 1,
				steps[i - 1][k - 1] + (a[i - 1] != b[k - 1]));
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] &&
			    a[i - 2] == b[k - 1])
				steps[i][k] = least(steps[i][k],
						    steps[i - 2][k - 2] + 1);
		}
	return steps[m][n];
}

/* Allows for two slips in a word of six letters and more, one in a shorter one.
   The beginning of a word is near, too. */
void mc_similar_try(struct mc_similar *s, const char *candidate)
{
	size_t length = strlen(s->word);
	size_t distance = find_distance(s->word, candidate);
	size_t most = length < 2 ? 0 : length < 6 ? 1 : 2;

	if (length >= 2 && !strncmp(s->word, candidate, length))
		distance = least(distance, most);
	if (distance > most || (s->best && distance >= s->distance))
		return;
	s->best = candidate;
	s->distance = distance;
}
