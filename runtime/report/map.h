/* SPDX-License-Identifier: MIT */
/*
 * A hash map from 64-bit keys to 32-bit indices, and a set of strings that
 * gives each different one a number from 0 on.  Everything in the report that
 * would otherwise be a search in a loop goes through one of the two.
 *
 * Open addressing, at most half full.  A zeroed structure is an empty one.
 */
#ifndef MC_MAP_H
#define MC_MAP_H

#include <stddef.h>
#include <stdint.h>

#define MC_MAP_NONE UINT32_MAX

struct mc_map {
	uint64_t *key;
	uint32_t *value; /* MC_MAP_NONE: the slot is free */
	size_t slots; /* 0 or a power of two */
	size_t count;
};

/* Returns an empty map with room for COUNT keys. */
struct mc_map mc_map_for(size_t count);
/* Returns the value of `key`, or MC_MAP_NONE. */
uint32_t mc_map_find(const struct mc_map *map, uint64_t key);
/* Returns the value of `key`; if there is none, `value` is put there first. */
uint32_t mc_map_add(struct mc_map *map, uint64_t key, uint32_t value);
void mc_map_free(struct mc_map *map);

struct mc_map_strings {
	const char **text; /* not copied: must outlive the set */
	uint32_t *slot; /* index into text, MC_MAP_NONE: free */
	size_t slots;
	uint32_t count;
};

/* Returns the number of `text`, which is added if it is new. */
uint32_t mc_map_intern(struct mc_map_strings *set, const char *text);
void mc_map_free_strings(struct mc_map_strings *set);

#endif
