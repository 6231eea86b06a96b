/* SPDX-License-Identifier: MIT */
/*
 * The two hash tables of the report.
 *
 * Keys are file offsets and packed indices, whose low bits are alike, so they
 * are mixed (the finalizer of splitmix64) before the slot is taken from them;
 * strings are hashed by FNV-1a and mixed the same way.
 */
#include "report/map.h"
#include "report/alloc.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 64

static uint64_t mix(uint64_t key)
{
	key ^= key >> 30;
	key *= 0xbf58476d1ce4e5b9u;
	key ^= key >> 27;
	key *= 0x94d049bb133111ebu;
	return key ^ key >> 31;
}

static size_t find_slot(const struct mc_map *map, uint64_t key)
{
	size_t slot = mix(key) & (map->slots - 1);

	while (map->value[slot] != MC_MAP_NONE && map->key[slot] != key)
		slot = (slot + 1) & (map->slots - 1);
	return slot;
}

static void make_slots(struct mc_map *map, size_t slots)
{
	map->slots = slots;
	map->key = mc_alloc_zeroed(slots, sizeof(*map->key));
	map->value = mc_alloc_zeroed(slots, sizeof(*map->value));
	memset(map->value, 0xff, slots * sizeof(*map->value));
}

struct mc_map mc_map_for(size_t count)
{
	struct mc_map map = {0};
	size_t slots = FIRST_SLOTS;

	while (slots / 2 < count)
		slots *= 2;
	make_slots(&map, slots);
	return map;
}

static void grow_map(struct mc_map *map)
{
	struct mc_map old = *map;

	make_slots(map, old.slots ? old.slots * 2 : FIRST_SLOTS);
	for (size_t i = 0; i < old.slots; i++) {
		size_t slot;

		if (old.value[i] == MC_MAP_NONE)
			continue;
		slot = find_slot(map, old.key[i]);
		map->key[slot] = old.key[i];
		map->value[slot] = old.value[i];
	}
	free(old.key);
	free(old.value);
}

uint32_t mc_map_find(const struct mc_map *map, uint64_t key)
{
	return map->slots ? map->value[find_slot(map, key)] : MC_MAP_NONE;
}

uint32_t mc_map_add(struct mc_map *map, uint64_t key, uint32_t value)
{
	size_t slot;

	if (map->count * 2 >= map->slots)
		grow_map(map);
	slot = find_slot(map, key);
	if (map->value[slot] == MC_MAP_NONE) {
		map->key[slot] = key;
		map->value[slot] = value;
		map->count++;
	}
	return map->value[slot];
}

void mc_map_free(struct mc_map *map)
{
	free(map->key);
	free(map->value);
	memset(map, 0, sizeof(*map));
}

static uint64_t hash_text(const char *text)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
	return mix(hash);
}

static size_t find_text(const struct mc_map_strings *set, const char *text)
{
	size_t slot = hash_text(text) & (set->slots - 1);

	while (set->slot[slot] != MC_MAP_NONE &&
	       strcmp(set->text[set->slot[slot]], text) != 0)
		slot = (slot + 1) & (set->slots - 1);
	return slot;
}

static void grow_strings(struct mc_map_strings *set)
{
	size_t slots = set->slots ? set->slots * 2 : FIRST_SLOTS;

	free(set->slot);
	set->slots = slots;
	set->slot = mc_alloc_zeroed(slots, sizeof(*set->slot));
	memset(set->slot, 0xff, slots * sizeof(*set->slot));
	set->text = mc_alloc_grow(set->text, slots / 2, sizeof(*set->text));
	for (uint32_t i = 0; i < set->count; i++)
		set->slot[find_text(set, set->text[i])] = i;
}

uint32_t mc_map_intern(struct mc_map_strings *set, const char *text)
{
	size_t slot;

	if ((size_t)set->count * 2 >= set->slots)
		grow_strings(set);
	slot = find_text(set, text);
	if (set->slot[slot] == MC_MAP_NONE) {
		set->text[set->count] = text;
		set->slot[slot] = set->count++;
	}
	return set->slot[slot];
}

void mc_map_free_strings(struct mc_map_strings *set)
{
	free(set->slot);
	free(set->text);
	memset(set, 0, sizeof(*set));
}
