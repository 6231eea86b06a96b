/* SPDX-License-Identifier: MIT */
/*
 * The slots by which loaded modules call functions of other modules.
 */
#ifndef MC_GOT_H
#define MC_GOT_H

/* A function, by its name, and what is to be called in its stead. */
struct mc_got_patch {
	const char *name;
	void *replacement;
};

/*
 * Points the slots of all loaded modules for the functions of PATCHES (ended by
 * a NULL name) to their replacements.  Passes over the C library, libgomp, and
 * the module that the replacements are in.  Takes the dynamic linker's lock.
 */
void mc_got_patch(const struct mc_got_patch *patches);

#endif
