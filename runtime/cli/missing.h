/* SPDX-License-Identifier: MIT */
/* Why a program left no profile. */
#ifndef MC_MISSING_H
#define MC_MISSING_H

#include <stdbool.h>

/* Prints one line that says why `output` is not written, as far as it can be
   told from the program's file and what is at the name of the profile. */
void mc_missing_explain(const char *program, const char *output,
			const char *profile);

/* Whether what is at that name is something that the recorder does not replace
   (record/claim.h), which it has said. */
bool mc_missing_is_barred(const char *profile);

#endif
