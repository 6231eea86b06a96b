/* SPDX-License-Identifier: MIT */
/*
 * Gives counters to bodies.  See counters.h.
 *
 * GCC knows a function's counters by a hash of its assembler name
 * (coverage_compute_profile_id in coverage.cc), and by a checksum of its
 * control flow.  Where an entry has the name, and the body another one, they
 * change names for as long as GCC asks.
 */
#include "counters.h"

#include <string>
#include <vector>

struct parted {
	std::string entry;
	std::string body;
};

static std::vector<parted> all_parted;

bool mc_counters_are_wanted(void)
{
	return profile_arc_flag || flag_branch_probabilities;
}

void mc_counters_leave_out(cgraph_node *node)
{
	tree name = get_identifier("no_profile_instrument_function");

	if (!mc_counters_are_wanted())
		return;
	DECL_ATTRIBUTES(node->decl) =
		tree_cons(name, NULL_TREE, DECL_ATTRIBUTES(node->decl));
	/* Or GCC warns that it misses them. */
	flag_profile_correction = 1;
}

/* Puts the edges of exceptions first, as the checksum goes by their order, too.
   GCC has them first everywhere but in a copy. */
static void order_edges(function *fun)
{
	basic_block bb;

	FOR_EACH_BB_FN (bb, fun)
		if (EDGE_COUNT(bb->succs) == 2 &&
		    EDGE_SUCC(bb, 0)->flags & EDGE_FALLTHRU &&
		    EDGE_SUCC(bb, 1)->flags & EDGE_EH)
			std::swap(EDGE_SUCC(bb, 0), EDGE_SUCC(bb, 1));
}

void mc_counters_give(cgraph_node *entry, cgraph_node *body)
{
	if (!mc_counters_are_wanted())
		return;
	mc_counters_leave_out(entry);
	order_edges(DECL_STRUCT_FUNCTION(body->decl));
	all_parted.push_back(
		{IDENTIFIER_POINTER(DECL_ASSEMBLER_NAME(entry->decl)),
		 IDENTIFIER_POINTER(DECL_ASSEMBLER_NAME(body->decl))});
}

/* The symbol that is defined under NAME; a builtin may have the name, too. */
static symtab_node *find(const std::string &name)
{
	symtab_node *node =
		symtab_node::get_for_asmname(get_identifier(name.c_str()));

	while (node && !node->definition)
		node = node->next_sharing_asm_name;
	return node;
}

static void rename(symtab_node *node, const std::string &name)
{
	symtab->change_decl_assembler_name(node->decl,
					   get_identifier(name.c_str()));
}

void mc_counters_swap_names(void)
{
	static bool is_swapped;

	for (const parted &p : all_parted) {
		symtab_node *entry = find(is_swapped ? p.body : p.entry);
		symtab_node *body = find(is_swapped ? p.entry : p.body);

		if (!entry || !body)
			continue;
		rename(entry, p.body + ".swapped");
		rename(body, is_swapped ? p.body : p.entry);
		rename(entry, is_swapped ? p.entry : p.body);
		/* The name of what is local is hashed with that of the file. */
		TREE_PUBLIC(body->decl) =
			!is_swapped && TREE_PUBLIC(entry->decl);
	}
	is_swapped = !is_swapped;
}
