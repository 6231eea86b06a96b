/* SPDX-License-Identifier: MIT */
/*
 * Mixes the bits of a number, for places in hashes and for seeds.
 *
 * Any thread, any signal.
 */
#ifndef MC_HASH_H
#define MC_HASH_H

#include <stdint.h>

/* Returns KEY mixed.  MurmurHash3's finaliser:
   https://github.com/aappleby/smhasher */
static inline uint64_t mc_hash_mix(uint64_t key)
{
	key ^= key >> 33;
	key *= 0xff51afd7ed558ccdu;
	key ^= key >> 33;
	key *= 0xc4ceb9fe1a85ec53u;
	return key ^ key >> 33;
}

#endif
