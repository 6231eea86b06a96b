/* SPDX-License-Identifier: MIT */
/*
 * The first half of reading: from the bytes of a profile to its records.  The
 * second is link.h; reader.c puts them together.  Private to the reader.
 */
#ifndef MC_CHUNKS_H
#define MC_CHUNKS_H

#include "report/map.h"
#include "report/profile.h"

/* A FRAMES chunk, for when all threads are known. */
struct mc_chunks_frames {
	uint64_t position; /* of the chunk in the file */
	uint32_t thread; /* index */
};

/* The inner functions of a function. */
struct mc_chunks_inner {
	const struct mc_inner_record *records;
	uint32_t count;
};

/* What the walk leaves to be resolved and reported. */
struct mc_chunks {
	struct mc_profile *profile;
	struct mc_map thread_of; /* number -> index */
	struct mc_map function_of; /* id -> index */
	struct mc_map_strings strings; /* symbols and files */
	struct mc_map record_of; /* what tells a function -> index */
	struct mc_map inner_of; /* id -> index into `inner` */
	struct mc_chunks_inner *inner;
	size_t node_capacity;
	struct mc_chunks_frames *frames;
	size_t frames_count;
	uint64_t end; /* where the walk stopped */
	bool cut; /* a chunk ends beyond the file */
	bool rest; /* bytes follow that are not zero */
	uint64_t bad_chunks;
	uint64_t bad_functions;
	uint64_t bad_nodes;
	uint64_t bad_slots;
	uint64_t bad_frames;
};

/* Walks the chunks and collects functions, threads and nodes.  Nodes are not
   linked yet: parent and target are unset. */
void mc_chunks_walk(struct mc_chunks *chunks);
void mc_chunks_free(struct mc_chunks *chunks);

/* Returns the inner functions of the function with that ID; NULL: it has none.
 */
const struct mc_chunks_inner *mc_chunks_find_inner(
	const struct mc_chunks *chunks, uint32_t id);

#endif
