/* SPDX-License-Identifier: MIT */
/*
 * Follows the addresses of labels.  See labels.h.
 *
 * A later activation of the function may run the other body.  It would jump to
 * a label of the wrong one if it found the address in memory that outlives the
 * activation, or that others see.  So all label addresses of a function must
 * stay in variables of its own whose own addresses nobody takes.
 *
 * Runs in GCC, single-threaded.
 */
#include "labels.h"
#include "label-tables.h"

/* Functions whose labels nested functions refer to, or variables that are not
   private tables, and these nested ones. */
static hash_set<tree> *lenders, *borrowers;

static tree note_label(tree *at, int *, void *data)
{
	tree function = (tree)((struct walk_stmt_info *)data)->info;
	tree owner =
		TREE_CODE(*at) == LABEL_DECL ? DECL_CONTEXT(*at) : NULL_TREE;

	if (!owner || owner == function)
		return NULL_TREE;
	lenders->add(owner);
	if (function)
		borrowers->add(function);
	return NULL_TREE;
}

static void note_labels(tree decl)
{
	struct walk_stmt_info info;
	basic_block bb;

	memset(&info, 0, sizeof(info));
	info.info = decl;
	FOR_EACH_BB_FN (bb, DECL_STRUCT_FUNCTION(decl))
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			walk_gimple_op(gsi_stmt(gsi), note_label, &info);
}

static tree find_label(tree *at, int *, void *)
{
	return TREE_CODE(*at) == LABEL_DECL ? *at : NULL_TREE;
}

static bool has_label(tree var)
{
	return DECL_INITIAL(var) && DECL_INITIAL(var) != error_mark_node &&
	       walk_tree(&DECL_INITIAL(var), find_label, NULL, NULL);
}

void mc_labels_prepare(void)
{
	hash_set<tree> owners;
	struct walk_stmt_info info;
	varpool_node *var;
	cgraph_node *node;

	delete lenders;
	delete borrowers;
	lenders = new hash_set<tree>;
	borrowers = new hash_set<tree>;
	mc_label_tables_begin();
	memset(&info, 0, sizeof(info));
	FOR_EACH_VARIABLE(var)
	if (has_label(var->decl)) {
		tree owner = mc_label_tables_note(var);

		if (owner)
			owners.add(owner);
		else
			walk_tree(&DECL_INITIAL(var->decl), note_label, &info,
				  NULL);
	}
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
	note_labels(node->decl);
	for (tree owner : owners)
		if (!lenders->contains(owner))
			mc_label_tables_release(owner);
}

namespace
{

/* Where the label addresses of one function go. */
struct label_flow {
	tree function;
	hash_set<tree> exposed; /* variables whose address is taken */
	hash_set<tree> keepers; /* what may hold a label's address */

	explicit label_flow(tree decl) : function(decl)
	{
	}
};

} // namespace

static bool expose(gimple *, tree base, tree, void *flow)
{
	((struct label_flow *)flow)->exposed.add(base);
	return false;
}

/* Looks for the address of a label, or a variable that may hold one. */
static tree find_label_address(tree *at, int *, void *data)
{
	struct label_flow *flow =
		(struct label_flow *)((struct walk_stmt_info *)data)->info;
	bool is_label = TREE_CODE(*at) == ADDR_EXPR &&
			TREE_CODE(TREE_OPERAND(*at, 0)) == LABEL_DECL;

	return is_label || flow->keepers.contains(*at) ||
			       mc_label_tables_has(*at)
		       ? *at
		       : NULL_TREE;
}

/* True if STMT makes a value of its operands, which may carry an address on. */
static bool makes_value(gimple *stmt)
{
	return is_gimple_assign(stmt) && !gimple_clobber_p(stmt) &&
	       TREE_CODE_CLASS(gimple_assign_rhs_code(stmt)) != tcc_comparison;
}

static bool reads_label_address(gimple *stmt, struct label_flow *flow)
{
	struct walk_stmt_info info;

	memset(&info, 0, sizeof(info));
	info.info = flow;
	for (unsigned i = makes_value(stmt); i < gimple_num_ops(stmt); i++)
		if (gimple_op(stmt, i) &&
		    walk_tree(gimple_op_ptr(stmt, i), find_label_address, &info,
			      NULL))
			return true;
	return false;
}

static bool is_of_activation(tree to, tree function)
{
	return TREE_CODE(to) == SSA_NAME ||
	       (VAR_P(to) && auto_var_in_fn_p(to, function));
}

/* True if STMT, which reads a label's address, leaves it in the activation.
   Notes the variable that has it then, and in CHANGED if that is a new one. */
static bool keeps_label_address(gimple *stmt, struct label_flow *flow,
				bool *changed)
{
	tree to;

	if (gimple_code(stmt) == GIMPLE_GOTO ||
	    gimple_code(stmt) == GIMPLE_COND ||
	    gimple_code(stmt) == GIMPLE_SWITCH)
		return true;
	if (!makes_value(stmt))
		return is_gimple_assign(stmt);
	to = get_base_address(gimple_assign_lhs(stmt));
	if (!to || !is_of_activation(to, flow->function) ||
	    flow->exposed.contains(to))
		return false;
	*changed |= !flow->keepers.add(to);
	return true;
}

static bool visit_labels(gimple *stmt, struct label_flow *flow, bool *changed)
{
	return is_gimple_debug(stmt) || !reads_label_address(stmt, flow) ||
	       keeps_label_address(stmt, flow, changed);
}

static bool takes_label_address(function *fun)
{
	basic_block bb;

	FOR_EACH_BB_FN (bb, fun)
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi) &&
		     gimple_code(gsi_stmt(gsi)) == GIMPLE_LABEL;
		     gsi_next(&gsi))
			if (FORCED_LABEL(gimple_label_label(
				    as_a<glabel *>(gsi_stmt(gsi)))))
				return true;
	return false;
}

/* True if a label's address may outlive the activation of DECL that took it. */
static bool lets_labels_out(tree decl)
{
	function *fun = DECL_STRUCT_FUNCTION(decl);
	struct label_flow flow(decl);
	bool changed = true;
	basic_block bb;

	if (!takes_label_address(fun))
		return false;
	FOR_EACH_BB_FN (bb, fun)
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			walk_stmt_load_store_addr_ops(gsi_stmt(gsi), &flow,
						      NULL, NULL, expose);
	while (changed) {
		changed = false;
		FOR_EACH_BB_FN (bb, fun)
			for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
			     !gsi_end_p(gsi); gsi_next(&gsi))
				if (!visit_labels(gsi_stmt(gsi), &flow,
						  &changed))
					return true;
	}
	return false;
}

bool mc_labels_allow_copy(tree decl)
{
	return !lenders->contains(decl) && !borrowers->contains(decl) &&
	       !lets_labels_out(decl);
}
