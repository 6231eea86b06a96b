/* SPDX-License-Identifier: MIT */
/*
 * Counts statements.  See trivial.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "trivial.h"

/* The most assignments of a trivial function, with those of temporaries, and
   the most functions of system headers that it calls: a smart pointer's. */
#define MOST_ASSIGNMENTS 6
#define MOST_CALLS 2

struct counts {
	unsigned assignments;
	unsigned calls;
	bool has_more;
};

static bool is_inline_of_system(gimple *stmt)
{
	tree callee = gimple_call_fndecl(stmt);

	return callee && DECL_DECLARED_INLINE_P(callee) &&
	       DECL_IN_SYSTEM_HEADER(callee);
}

/* Counts a statement.  Anything but straight code is more than trivial. */
static tree count(gimple_stmt_iterator *gsi, bool *handled,
		  struct walk_stmt_info *info)
{
	gimple *stmt = gsi_stmt(*gsi);
	struct counts *counts = (struct counts *)info->info;

	*handled = gimple_code(stmt) != GIMPLE_BIND;
	switch (gimple_code(stmt)) {
	case GIMPLE_BIND:
	case GIMPLE_DEBUG:
	case GIMPLE_NOP:
	case GIMPLE_PREDICT:
	case GIMPLE_RETURN:
		break;
	case GIMPLE_ASSIGN:
		counts->assignments++;
		counts->has_more |= gimple_has_volatile_ops(stmt);
		break;
	case GIMPLE_CALL:
		counts->calls++;
		counts->has_more |= !is_inline_of_system(stmt);
		break;
	default:
		counts->has_more = true;
	}
	return counts->has_more ? integer_one_node : NULL_TREE;
}

bool mc_trivial_is(gimple_seq body)
{
	struct counts counts = {};
	struct walk_stmt_info info;

	memset(&info, 0, sizeof(info));
	info.info = &counts;
	walk_gimple_seq(body, count, NULL, &info);
	return !counts.has_more && counts.assignments <= MOST_ASSIGNMENTS &&
	       counts.calls <= MOST_CALLS;
}
