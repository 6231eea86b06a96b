/* SPDX-License-Identifier: MIT */
/*
 * The profile file while it is being written: created, locked, mapped, grown by
 * chunks.  The layout is in ../../format.h.
 *
 * Blocks are reserved before they are mapped, so that a full disk is an error
 * here and never a SIGBUS in the program.  The file is locked (flock) as long
 * as it is mapped: another process that finds it locked takes another name.
 *
 * Under the guard, except mc_mapfile_header and mc_mapfile_mark_time.
 */
#ifndef MC_MAPFILE_H
#define MC_MAPFILE_H

#include "../../format.h"

struct mc_thread;

/*
 * Creates the file at PATH, as mc_claim_create does; without a name in memory
 * if PATH is NULL.  Maps its header, and fills in all that is known of the
 * process.  Returns 0 or -errno, as mc_claim_create does.
 */
int mc_mapfile_create(const char *path);

/* Returns the mapped header; NULL if there is no file.  Any thread, any
   signal. */
struct mc_file_header *mc_mapfile_header(void);

/*
 * Returns a new chunk of TYPE for the thread with that NUMBER (0: for none).
 * It is at least SIZE bytes long, and its records begin at FIRST.  NULL if the
 * disk is full or the limit is reached; the reason has been printed, once.
 */
struct mc_chunk *mc_mapfile_chunk(uint32_t type, uint32_t number, size_t size,
				  size_t first);

/* Tells whether a chunk could not be had.  The reason has been printed. */
int mc_mapfile_is_full(void);

/* Returns the size of the chunk after LAST: FIRST bytes if LAST is NULL, else
   twice that of LAST, at most LARGEST. */
size_t mc_mapfile_next_size(const struct mc_chunk *last, size_t first,
			    size_t largest);

/* Returns the offset in the file of RECORD, which is in CHUNK. */
uint64_t mc_mapfile_offset(const struct mc_chunk *chunk, const void *record);

/* Returns the record that has that OFFSET in the file; NULL: no chunk has. */
void *mc_mapfile_record(uint64_t offset);

/* Writes down both clocks.  The header's newest pair stays valid throughout.
   One thread at a time. */
void mc_mapfile_mark_time(void);

/* Returns a name under which another process can open the file: its path, or
   for a file in memory a name in /proc that is good while this process
   lives. */
const char *mc_mapfile_path(void);

/* Removes the file, unless something else is at its name by now. */
void mc_mapfile_remove(void);

/*
 * Takes the mapping off the parent's file, in a forked child.  Chunks of which
 * KEEPS (THREAD, chunk) is true become private copies at the same addresses,
 * with places in a file of the child's.  Other chunks of nodes are put aside
 * (aside.h).  Returns 0 or -errno; the mapping is gone then.
 */
int mc_mapfile_detach(int (*keeps)(const struct mc_thread *thread,
				   const struct mc_chunk *chunk),
		      const struct mc_thread *thread);

/* Puts an empty chunk of nodes in the place of the one that was put aside at
   ADDRESS, which had the header OLD.  After mc_mapfile_attach.  Returns 0 or
   -errno. */
int mc_mapfile_recall(struct mc_chunk *address, const struct mc_chunk *old);

/* Creates a file at PATH, as mc_mapfile_create does, and moves what was kept
   into it, at the same addresses.  After mc_mapfile_detach.  Returns 0 or
   -errno. */
int mc_mapfile_attach(const char *path);

/* Returns how many ticks NS are, by the two readings of the clocks so far.  Any
   thread, any signal, without the guard. */
uint64_t mc_mapfile_ticks(uint64_t ns);
/* The other way round. */
uint64_t mc_mapfile_ns(uint64_t ticks);

#endif
