/* SPDX-License-Identifier: MIT */
/*
 * The profiles of all inputs, each of which is a profile or a bundle of many,
 * in the order of bundles (runtime/bundle-format.h): whatever is made of them
 * does not depend on how they were put together.  Those of one rank follow one
 * another.
 *
 * They are opened one at a time.
 */
#ifndef MC_SOURCES_H
#define MC_SOURCES_H

#include "report/bundle.h"
#include "report/profile.h"
#include "report/reader.h"

struct mc_source_file {
	const char *path; /* the caller's */
	struct mc_reader_start start;
};

struct mc_source {
	uint32_t file; /* index */
	bool is_member; /* of a bundle */
	bool is_summed; /* length and checksum are filled in */
	uint64_t at; /* of a member: where it begins, behind its header */
	struct mc_bundle_member key;
};

struct mc_sources {
	struct mc_source_file *files;
	size_t file_count;
	struct mc_source *list;
	size_t count;
	uint64_t lost; /* members of bundles that were cut */
	struct mc_warnings warnings;
};

/* Lists the profiles of the files.  Tells REPORT, if there is one, before each
   file.  Returns 0, or -1 and *error; to be freed in any case. */
int mc_sources_find(char *const *paths, size_t count,
		    struct mc_sources *sources,
		    void (*report)(size_t done, size_t count, const char *path),
		    struct mc_error *error);
void mc_sources_free(struct mc_sources *sources);

/* True if some profile is of a rank. */
bool mc_sources_have_ranks(const struct mc_sources *sources);

/* Reads a profile.  Returns 0 and a profile to close, or -1 and *error. */
int mc_sources_open(const struct mc_sources *sources, size_t index,
		    struct mc_profile **profile, struct mc_error *error);

/* Writes all of them into a bundle, and adds their own warnings.  Tells REPORT,
   if there is one, before each.  Returns 0, or -1 and *error. */
int mc_sources_bundle(struct mc_sources *sources, const char *path,
		      void (*report)(size_t done, size_t count),
		      struct mc_error *error);

#endif
