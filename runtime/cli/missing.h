/* SPDX-License-Identifier: MIT */
/* Says why a program left no profile. */
#ifndef MC_MISSING_H
#define MC_MISSING_H

#include <stdbool.h>

/* Prints one line that says why `output` is not written.  It looks at the
   program's file and at what has the name of the profile. */
void mc_missing_explain(const char *program, const char *output,
			const char *profile);

/* True if something has that name that the recorder does not replace
   (record/profile/claim.h).  The recorder has said so then. */
bool mc_missing_is_barred(const char *profile);

#endif
