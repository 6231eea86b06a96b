/* SPDX-License-Identifier: MIT */
/* The C++ signature that an assembler name stands for. */
#ifndef MC_DEMANGLE_H
#define MC_DEMANGLE_H

#include "report/text.h"

#include <stdbool.h>

/* Appends the signature of `symbol`, of one longer than 4 KB the beginning and
   an ellipsis.  False, and nothing appended, if it is not a C++ name, or one
   that takes too long. */
bool mc_demangle_symbol(const char *symbol, struct mc_text *signature);

#endif
