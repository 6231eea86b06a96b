/* SPDX-License-Identifier: MIT */
/*
 * The bundle: profiles of many processes in one file (FILE.memcall, too).
 *
 *	0              struct mc_bundle_header
 *	header_bytes   member, member, ...: as many as the header says
 *
 * A member is a struct mc_bundle_member and behind it a profile (format.h) as
 * zlib packs it, padded with zeros to a multiple of 8.  Nothing of a profile is
 * left out, and what is packed is not packed again when bundles are merged.
 *
 * Members are in the order of rank, start, host, pid, length and checksum.
 * So a bundle is the same, byte for byte, in whatever order and by whatever
 * steps it is made of its profiles.  A profile that is merged twice is there
 * twice.
 *
 * Reading
 *
 * Check magic, version and byte_order.  A member is complete if its mark is
 * right and what it holds ends within the file.  Stop at the first that is not.
 * Those that the header counts and that are not there are lost; in a bundle
 * that is made of this one, `lost` says how many.
 */
#ifndef MC_BUNDLE_FORMAT_H
#define MC_BUNDLE_FORMAT_H

#include <stdint.h>

#define MC_BUNDLE_MAGIC "memcalls"
#define MC_BUNDLE_VERSION 1
#define MC_BUNDLE_MARK 0x626d656du
#define MC_BUNDLE_ALIGN 8u

struct mc_bundle_header {
	char magic[8];
	uint32_t version;
	uint32_t byte_order; /* MC_BYTE_ORDER, as that of the profiles */
	uint32_t header_bytes; /* where the members begin */
	uint32_t reserved_word;
	uint64_t members;
	uint64_t lost; /* members of cut files that it was made of */
	uint64_t reserved[3];
};

/* From `rank` on it has what the header of the profile says. */
struct mc_bundle_member {
	uint32_t mark; /* MC_BUNDLE_MARK */
	uint32_t crc; /* zlib's crc32 of the profile */
	uint64_t packed_bytes; /* without padding */
	uint64_t raw_bytes; /* of the profile */
	uint64_t reserved;
	uint64_t start_realtime_ns;
	uint64_t pid;
	uint32_t rank;
	uint32_t reserved_rank;
	char host[64];
};

_Static_assert(sizeof(struct mc_bundle_header) == 64, "layout");
_Static_assert(sizeof(struct mc_bundle_member) == 120, "layout");

#endif
