/* SPDX-License-Identifier: MIT */
/*
 * Got slots: the words of a module's global offset table by which it calls
 * functions of other modules.  Where such a function is to be followed, the
 * recorder points the slots to a function of its own.
 *
 * Under the guard.
 */
#ifndef MC_GOT_H
#define MC_GOT_H

/* The name of a function, and what is to be called instead. */
struct mc_got_patch {
	const char *name;
	void *replacement;
};

/*
 * Points the got slots of all loaded modules for the functions of PATCHES to
 * their replacements.  A NULL name ends PATCHES.  Passes over the C library,
 * the dynamic linker, libgomp and the recorder.  Takes the dynamic linker's
 * lock.
 */
void mc_got_patch(const struct mc_got_patch *patches);

/* The same for all modules but the recorder, with the C library, and for data
   in which a module has the address of such a function: words that have it
   still.  REALS says what each of PATCHES is; one that is NULL is passed
   over. */
void mc_got_patch_all(const struct mc_got_patch *patches, void *const *reals);

#endif
