/* SPDX-License-Identifier: MIT */
/*
 * The recorder's own memory: mapped, never from malloc, and counted, so that it
 * can be taken out of what the program is charged with.
 *
 * Every page is touched when it is mapped.  A page costs resident memory when
 * it is first touched; were that left to later, it would look like growth of
 * whichever function happens to run then.
 *
 * Any thread, any signal; what is said of the profile, under the guard.
 */
#ifndef MC_OWN_H
#define MC_OWN_H

#include <stddef.h>
#include <stdint.h>

/* Returns zeroed memory of at least SIZE bytes, rounded up to pages; NULL if
   there is none. */
void *mc_own_alloc(size_t size);
/* Gives such memory back; SIZE as it was asked for. */
void mc_own_free(void *memory, size_t size);

/* Returns memory that is twice as large as OLD, of *SIZE bytes, with its
   contents; a page, if that is 0.  Frees OLD and sets *SIZE.  If there is no
   memory, returns NULL, and OLD stays. */
void *mc_own_double(void *old, size_t *size);

/* Touches every page of a fresh mapping.  Returns 0 or -errno. */
int mc_own_touch(void *memory, size_t size);

/* Touches the pages of a mapping of the profile, and counts them from now on.
   Returns 0 or -errno. */
int mc_own_adopt(void *memory, size_t size);

/* Returns how long a page fault takes in the kernel, in ns, by touching a few
   fresh pages; 0 if that cannot be found out. */
uint64_t mc_own_time_fault(void);

/* Copies as memcpy does.  Counts the page faults as the recorder's. */
void mc_own_copy(void *to, const void *from, size_t size);

/* Reads in the pages of the recorder's own code and data. */
void mc_own_load_code(void);

/* Returns how many page faults the calling thread had for the recorder's
   sake. */
uint64_t mc_own_faults(void);

/* Returns how many resident bytes are the recorder's. */
uint64_t mc_own_bytes(void);
/* Returns how many of these are shared: the profile's. */
uint64_t mc_own_shared_bytes(void);

/* Says that the profile is private memory of SIZE bytes, in a forked child. */
void mc_own_unshare(size_t size);
/* Says that it is shared again. */
void mc_own_share(void);

#endif
