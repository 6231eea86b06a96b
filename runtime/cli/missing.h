/* SPDX-License-Identifier: MIT */
/* Why a program left no profile. */
#ifndef MC_MISSING_H
#define MC_MISSING_H

/* Prints one line that says why `output` is not written, as far as it can be
   told from the program's file and what is at the name of the profile. */
void mc_missing_explain(const char *program, const char *output,
			const char *profile);

#endif
