/* SPDX-License-Identifier: MIT */
/*
 * See label-tables.h.
 *
 * A label of a copy tells by its origin which one it is a copy of.
 *
 * Runs in GCC, single-threaded.
 */
#include "label-tables.h"
#include "describe.h"

static hash_set<tree> *tables;

/* The functions with private tables, and their copies. */
static hash_set<tree> *holders;

void mc_label_tables_begin(void)
{
	delete tables;
	delete holders;
	tables = new hash_set<tree>;
	holders = new hash_set<tree>;
}

bool mc_label_tables_has(tree var)
{
	return tables->contains(var);
}

/* True if nobody but FUNCTION refers to VAR, and that only reads it. */
static bool is_read_by(varpool_node *var, tree function)
{
	ipa_ref *ref;

	for (unsigned i = 0; var->iterate_referring(i, ref); i++)
		if (ref->use != IPA_REF_LOAD ||
		    ref->referring->decl != function)
			return false;
	return true;
}

static tree find_strange_label(tree *at, int *, void *function)
{
	return TREE_CODE(*at) == LABEL_DECL && DECL_CONTEXT(*at) != function
		       ? *at
		       : NULL_TREE;
}

tree mc_label_tables_note(varpool_node *var)
{
	tree decl = var->decl, function = DECL_CONTEXT(decl);

	if (!function || TREE_CODE(function) != FUNCTION_DECL ||
	    TREE_PUBLIC(decl) || TREE_THIS_VOLATILE(decl) ||
	    var->has_aliases_p() || var->force_output ||
	    walk_tree(&DECL_INITIAL(decl), find_strange_label, function,
		      NULL) ||
	    !is_read_by(var, function))
		return NULL_TREE;
	tables->add(decl);
	return function;
}

static void set_copying(tree function, bool is_forbidden)
{
	struct function *fun = DECL_STRUCT_FUNCTION(function);

	fun->has_forced_label_in_static = is_forbidden;
	fun->cannot_be_copied_set = false;
	fun->cannot_be_copied_reason = NULL;
}

void mc_label_tables_release(tree function)
{
	set_copying(function, false);
	holders->add(function);
}

void mc_label_tables_end(void)
{
	for (tree holder : *holders)
		set_copying(holder, true);
}

/* Copying */

/* What stands for what in a copy: labels by their origins, and tables. */
typedef hash_map<tree, tree> substitutes;

static void find_labels(substitutes *labels)
{
	basic_block bb;

	FOR_EACH_BB_FN (bb, cfun)
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi)) {
			glabel *stmt = dyn_cast<glabel *>(gsi_stmt(gsi));
			tree label =
				stmt ? gimple_label_label(stmt) : NULL_TREE;

			if (!label)
				break;
			labels->put(DECL_ORIGIN(label), label);
		}
}

static tree replace_label(tree *at, int *, void *labels)
{
	tree *label = TREE_CODE(*at) == LABEL_DECL
			      ? ((substitutes *)labels)->get(DECL_ORIGIN(*at))
			      : NULL;

	if (label)
		*at = *label;
	return NULL_TREE;
}

/* INITIAL, not shared with anything, which GCC does not do with constructors.
 */
static tree copy_initial(tree initial)
{
	vec<constructor_elt, va_gc> *elements = NULL;
	unsigned HOST_WIDE_INT i;
	tree index, value;

	if (TREE_CODE(initial) != CONSTRUCTOR)
		return unshare_expr(initial);
	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(initial), i, index, value)
	CONSTRUCTOR_APPEND_ELT(elements, index, copy_initial(value));
	tree copy = build_constructor(TREE_TYPE(initial), elements);

	TREE_CONSTANT(copy) = TREE_CONSTANT(initial);
	TREE_STATIC(copy) = TREE_STATIC(initial);
	return copy;
}

static tree copy_table(tree table, substitutes *labels)
{
	tree initial = copy_initial(DECL_INITIAL(table));

	walk_tree(&initial, replace_label, labels, NULL);

	tree copy = mc_describe_static("labels", TREE_TYPE(table), initial);

	TREE_READONLY(copy) = TREE_READONLY(table);
	SET_DECL_ALIGN(copy, DECL_ALIGN(table));
	return copy;
}

struct replacing {
	substitutes labels;
	substitutes copies; /* of tables */
};

/* Replaces tables, and labels of the original: GCC may have looked an element
   of a table up while it copied. */
static tree replace(tree *at, int *walk, void *data)
{
	struct replacing *r =
		(struct replacing *)((struct walk_stmt_info *)data)->info;
	bool is_label =
		TREE_CODE(*at) == LABEL_DECL && DECL_CONTEXT(*at) != cfun->decl;
	bool existed;

	if (!is_label && !(VAR_P(*at) && mc_label_tables_has(*at)))
		return NULL_TREE;
	if (r->labels.is_empty())
		find_labels(&r->labels);
	if (is_label)
		return replace_label(at, walk, &r->labels);

	tree &copy = r->copies.get_or_insert(*at, &existed);

	if (!existed)
		copy = copy_table(*at, &r->labels);
	*at = copy;
	return NULL_TREE;
}

void mc_label_tables_copy(cgraph_node *node)
{
	struct replacing r;
	struct walk_stmt_info info;
	basic_block bb;

	if (tables->is_empty())
		return;
	memset(&info, 0, sizeof(info));
	info.info = &r;
	push_cfun(DECL_STRUCT_FUNCTION(node->decl));
	FOR_EACH_BB_FN (bb, cfun)
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			walk_gimple_op(gsi_stmt(gsi), replace, &info);
	if (!r.copies.is_empty()) {
		cgraph_edge::rebuild_references();
		holders->add(node->decl);
	}
	for (auto pair : r.copies)
		tables->add(pair.second);
	pop_cfun();
}
