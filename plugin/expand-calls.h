/* SPDX-License-Identifier: MIT */
/*
 * What the marks of entries and exits become: the counting of a call, and the
 * calls of the hooks for one that is not only counted.
 */
#ifndef MC_EXPAND_CALLS_H
#define MC_EXPAND_CALLS_H

#include "site.h"

/* Writes an entry at SITE.  HANDLE is the name that the mark defined. */
void mc_expand_calls_write_entry(const struct mc_site *site, tree handle,
				 tree descriptor, bool is_marked);

/* Writes an exit at SITE. */
void mc_expand_calls_write_exit(const struct mc_site *site, tree handle);

#endif
