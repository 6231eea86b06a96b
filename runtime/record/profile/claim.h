/* SPDX-License-Identifier: MIT */
/*
 * Takes a name for the profile, and makes a file there that is this user's
 * alone.
 *
 * The recorder keeps pointers in what it maps: whoever could write to the file
 * could steer the program.  And in a folder that others may write to, a name
 * may lead anywhere.  So the file is always a new one, of mode 0600, never
 * reached through a link.  It replaces only a regular file of this user's that
 * has no other name and is empty or a profile.
 *
 * Under the guard.
 */
#ifndef MC_CLAIM_H
#define MC_CLAIM_H

#include <stddef.h>
#include <sys/stat.h>

/*
 * Creates a file at PATH and locks it.  Returns its descriptor or -errno.
 * -EWOULDBLOCK: another process is writing what is there; -EEXIST: this process
 * was writing it before an exec; -EPERM: mc_claim_obstacle may say what is in
 * the way.
 */
int mc_claim_create(const char *path);

/*
 * Puts into TO, of SIZE bytes, where PATH leads, which the user named.  Follows
 * symbolic links that are this user's own, or root's.  Returns 0 or -errno, as
 * above.
 */
int mc_claim_follow(const char *path, char *to, size_t size);

/* Returns what the last call found in the way, such as "it is a symbolic link",
   and what to do about it.  NULL: there is nothing to say but the error
   itself. */
const char *mc_claim_obstacle(void);

/* Tells whether the file at PATH is the one with IDENTITY. */
int mc_claim_is_at(const struct stat *identity, const char *path);

#endif
