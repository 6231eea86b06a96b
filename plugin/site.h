/* SPDX-License-Identifier: MIT */
/*
 * Sites: where a mark is written out, in a body in SSA form.
 *
 *	head:	... what was before the mark, and what is added
 *	...	blocks that are added
 *	done:	what was behind the mark
 *
 * What is called here "at BB" is added at the end of that block.
 */
#ifndef MC_SITE_H
#define MC_SITE_H

#include "gimple-build.h"

struct mc_site {
	basic_block head; /* ends where the mark was */
	basic_block done; /* begins behind it */
	location_t location;
	tree position; /* of an entry or exit */
};

/* Takes MARK out, and parts its block there. */
struct mc_site mc_site_open(gimple *mark);

/* A new block that runs as often as AFTER, and one that seldom runs. */
basic_block mc_site_add_block(basic_block after);
basic_block mc_site_add_cold(basic_block after);

/* Adds statements at BB. */
void mc_site_append(basic_block bb, gimple *stmt);
void mc_site_append_all(basic_block bb, gimple_seq seq);

/* A new name of TYPE at BB: for VALUE, or for A and B under CODE. */
tree mc_site_add_value(basic_block bb, tree type, tree value);
tree mc_site_add_operation(basic_block bb, tree type, tree_code code, tree a,
			   tree b);

/* Ends BB in a jump to TO. */
edge mc_site_add_jump(basic_block bb, basic_block to);

/* Ends BB in a test of A and B under CODE: to YES, which is as likely as LIKELY
   says, else to NO. */
void mc_site_add_test(basic_block bb, tree_code code, tree a, tree b,
		      basic_block yes, basic_block no,
		      profile_probability likely);

/* Calls HOOK, of TYPE, with ARGS at BB.  Returns a name for what the hook
   returns; NULL: TYPE returns nothing. */
tree mc_site_add_call(const struct mc_site *site, basic_block bb,
		      enum mc_hook hook, tree type,
		      std::initializer_list<tree> args);

/* Gives PHI the argument VALUE on all edges that it has none for. */
void mc_site_fill_phi(gphi *phi, tree value);

/* At BB, how far the thread's words are from its thread pointer; and the word
   at OFFSET in them, where there is a recorder. */
tree mc_site_load_distance(basic_block bb);
tree mc_site_load_word(basic_block bb, tree distance, size_t offset);

/*
 * At BB:
 *
 *	if (__memcall_module.words != 0)
 *		if (words->extent != 0B) goto inside;
 *	goto done;
 */
void mc_site_ask_extent(const struct mc_site *site, basic_block bb,
			basic_block inside);

#endif
