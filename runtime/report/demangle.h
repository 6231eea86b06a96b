/* SPDX-License-Identifier: MIT */
/* The C++ signature that an assembler name stands for. */
#ifndef MC_DEMANGLE_H
#define MC_DEMANGLE_H

/* Signature of `symbol`, to be freed; NULL if it is not a C++ name. */
char *mc_demangle_symbol(const char *symbol);

#endif
