/* SPDX-License-Identifier: MIT */
/*
 * The profile file while it is being written: created, locked, grown by chunks,
 * mapped.  The layout is in ../../format.h.
 *
 * Blocks are reserved before they are mapped, so that a full disk is an error
 * here and never a SIGBUS in the program.  The file is locked (flock) as long
 * as it is mapped: another process that finds it locked takes another name.
 *
 * Call everything under the guard, except mc_mapfile_header.
 */
#ifndef MC_MAPFILE_H
#define MC_MAPFILE_H

#include "../../format.h"

struct mc_thread;

/*
 * Creates the file at PATH (as claim.h does), or without a name in memory (PATH
 * NULL), and maps its header, with all that is known of the process filled in.
 * Returns 0 or -errno, as mc_claim_create does.
 */
int mc_mapfile_create(const char *path);

/* The mapped header; NULL if there is no file. */
struct mc_file_header *mc_mapfile_header(void);

/*
 * A new chunk of TYPE for the thread of that NUMBER, at least SIZE bytes long,
 * records from FIRST on.  NULL if the disk is full or the limit is reached; the
 * reason has been printed, once.
 */
struct mc_chunk *mc_mapfile_chunk(uint32_t type, uint32_t number, size_t size,
				  size_t first);

/* Whether a chunk could not be had, which has been said. */
int mc_mapfile_is_full(void);

/* How long the chunk after LAST shall be: FIRST bytes if LAST is NULL, else
   twice as long as LAST, at most LARGEST. */
size_t mc_mapfile_next_size(const struct mc_chunk *last, size_t first,
			    size_t largest);

/* The offset in the file of something in a chunk. */
uint64_t mc_mapfile_offset(const struct mc_chunk *chunk, const void *record);

/* Writes down both clocks; the header's newest pair stays valid throughout. */
void mc_mapfile_mark_time(void);

/* A name under which another process can open the file: its path, or for a
   file in memory a name in /proc that is good while this process lives. */
const char *mc_mapfile_path(void);

/* Removes the file, unless something else is at its name by now. */
void mc_mapfile_remove(void);

/*
 * In a forked child: takes the mapping off the parent's file.  Chunks of which
 * KEEPS (THREAD, chunk) is true are copied, to the same addresses, and have
 * places in a file of the child's; others are put aside (aside.h).  0 or -errno
 * (the mapping is gone then).
 */
int mc_mapfile_detach(int (*keeps)(const struct mc_thread *thread,
				   const struct mc_chunk *chunk),
		      const struct mc_thread *thread);

/* After both: a chunk of nodes of the thread of that NUMBER takes the place of
   the one that was put aside at ADDRESS; no node is in it.  0 or -errno. */
int mc_mapfile_recall(struct mc_chunk *address, uint32_t number, size_t bytes);

/* After a detach: a file at PATH with what is in memory, as mc_mapfile_create.
   The addresses stay. */
int mc_mapfile_attach(const char *path);

#endif
