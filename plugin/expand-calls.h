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

/* Has the light copy that has SELF set the position at SITE, unless the thread
   is another one than it was when it was called, whose own position is OWN. */
void mc_expand_calls_write_go(const struct mc_site *site, tree own, tree self);

/* Writes a look of the light copy that has SELF at SITE. */
void mc_expand_calls_write_look(const struct mc_site *site, tree self,
				tree is_entry);

#endif
