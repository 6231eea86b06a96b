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

/* What is patched in all modules. */
struct mc_got_all {
	const struct mc_got_patch *patches;
	void *const *reals; /* what each of them is; NULL: it is passed over */
	unsigned long long loaded; /* modules that ever were, at the last
				      look */
};

/* The same for all modules but the recorder, with the C library, and for data
   in which a module has the address of such a function: words that have it
   still.  Does nothing if no module has been loaded since ALL was patched. */
void mc_got_patch_all(struct mc_got_all *all);

/* Returns the function of that NAME that the program calls, in the module that
   defines it; NULL if there is none.  (An executable with fixed addresses may
   have a stub by that name.) */
void *mc_got_find(const char *name);

/* Returns where the module begins that FUNCTION (may be NULL) is of, or NULL.
 */
const void *mc_got_module(const void *function);

/* The same of the executable. */
const void *mc_got_executable(void);

#endif
