/* SPDX-License-Identifier: MIT */
/*
 * The recorder's own memory: mapped, never from malloc, and counted, so that it
 * can be taken out of what the program is charged with.
 *
 * Every page is touched when it is mapped.  A page costs resident memory when
 * it is first touched; were that left to later, it would look like growth of
 * whichever function happens to run then.
 */
#ifndef MC_OWN_H
#define MC_OWN_H

#include <stddef.h>
#include <stdint.h>

/* Zeroed memory of at least SIZE bytes, rounded up to pages; NULL if there is
   none.  Any thread. */
void *mc_own_alloc(size_t size);
void mc_own_free(void *memory, size_t size);

/* mc_own_alloc of NEW_SIZE with the contents of OLD, which is freed.  On
   failure NULL, and OLD stays. */
void *mc_own_grow(void *old, size_t old_size, size_t new_size);

/* Touches every page of a fresh mapping.  0 or -errno. */
int mc_own_touch(void *memory, size_t size);

/* Touches the pages of a mapping of the profile and counts them from now on.
   0 or -errno. */
int mc_own_adopt(void *memory, size_t size);

/* memcpy from where pages may have to be brought in. */
void mc_own_copy(void *to, const void *from, size_t size);

/* Reads in the pages of the recorder's own code and data. */
void mc_own_load_code(void);

/* Page faults that the calling thread had for the recorder's sake. */
uint64_t mc_own_faults(void);

/* Resident bytes that are the recorder's, and those of them that are shared:
   the profile. */
uint64_t mc_own_bytes(void);
uint64_t mc_own_shared_bytes(void);

/* In a forked child whose profile has become private memory, SIZE bytes of it,
   and back. */
void mc_own_unshare(size_t size);
void mc_own_share(void);

#endif
