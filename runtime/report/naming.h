/* SPDX-License-Identifier: MIT */
/*
 * Names for people, each different from all others of the profile.
 *
 *	ns::f                   the short name, while it is unique
 *	ns::f(int)              else the demangler's signature
 *	helper [a.c]            else with the source file
 *	helper [lib/a.c]        with as much of its path as it takes
 *	helper [lib/a.c] #2     and at last with a number
 */
#ifndef MC_NAMING_H
#define MC_NAMING_H

#include <stddef.h>

struct mc_naming {
	const char *short_name;
	const char *symbol;
	const char *file;
	char *name; /* result, to be freed by the caller */
};

/* Fills in all names.  The order of the entries decides who is #2. */
void mc_naming_choose(struct mc_naming *entries, size_t count);

#endif
