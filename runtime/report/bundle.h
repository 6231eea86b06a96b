/* SPDX-License-Identifier: MIT */
/*
 * Packs profiles as members of a bundle, and unpacks them.  What a bundle is
 * says runtime/bundle-format.h.
 */
#ifndef MC_BUNDLE_H
#define MC_BUNDLE_H

#include "bundle-format.h"
#include "format.h"
#include "report/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Returns 0 if DATA, the first SIZE bytes of the file, begin a bundle that can
   be read, and copies its header; else -1 and *error. */
int mc_bundle_check(const char *path, const unsigned char *data, size_t size,
		    struct mc_bundle_header *header, struct mc_error *error);

/* True if the file begins as a bundle does. */
bool mc_bundle_is(const unsigned char *data, size_t size);

/* Returns the bytes of the file that the member takes behind its header; 0: it
   is damaged, or does not fit into ROOM bytes. */
uint64_t mc_bundle_room(const struct mc_bundle_member *member, uint64_t room);

/* Fills in what a member says of a profile with that header. */
void mc_bundle_name(const struct mc_file_header *header,
		    struct mc_bundle_member *member);

/* Fills in length and checksum of the profile at DATA. */
void mc_bundle_sum(const unsigned char *data, size_t size,
		   struct mc_bundle_member *member);

/* Packs SIZE bytes.  Returns them, padded, to be freed, and fills in lengths
   and checksum; NULL: there is no memory. */
unsigned char *mc_bundle_pack(const unsigned char *data, size_t size,
			      struct mc_bundle_member *member);

/* Returns the profile, to be freed, of raw_bytes bytes; NULL if it is damaged.
 */
unsigned char *mc_bundle_unpack(const struct mc_bundle_member *member,
				const unsigned char *packed);

/* The order of members. */
int mc_bundle_compare(const struct mc_bundle_member *one,
		      const struct mc_bundle_member *other);

#endif
