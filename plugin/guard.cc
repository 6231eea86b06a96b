/* SPDX-License-Identifier: MIT */
/*
 * Writes guards.  See guard.h.
 *
 * A function that has a guard has an attribute that nobody can write, with its
 * assembler name, which GCC's copies of it do not have, and that of its way in.
 */
#include "guard.h"
#include "copies.h"
#include "gimple-build.h"
#include "../runtime/memcall-abi.h"

#include <string>
#include <vector>

static const char guard_attribute[] = "memcall guard";

/* The assembler names of those that have a guard, and of their ways in. */
struct guarded {
	std::string name;
	std::string way_in;
};

static std::vector<guarded> all_guarded;

static tree assembler_name(tree decl)
{
	return DECL_ASSEMBLER_NAME(decl);
}

std::string mc_guard_template_name(tree name)
{
	const char *text = IDENTIFIER_POINTER(name);

	return mc_gcc_in_template(text[0] == '*' ? text + 1 : text);
}

bool mc_guard_is_possible(cgraph_node *node)
{
	/* -flto writes functions out where the plugin is not; what others put
	   in front of a function has to stay there. */
	return mc_gcc_can_guard() && !flag_generate_lto &&
	       !flag_generate_offload && !flag_split_stack && !profile_flag &&
	       !flag_patchable_function_entry &&
	       !lookup_attribute("patchable_function_entry",
				 DECL_ATTRIBUTES(node->decl)) &&
	       !lookup_attribute("ms_hook_prologue",
				 DECL_ATTRIBUTES(node->decl)) &&
	       opt_for_fn(node->decl, optimize);
}

void mc_guard_add(cgraph_node *node, cgraph_node *way_in, bool is_told)
{
	tree decl = node->decl;
	tree names = tree_cons(is_told ? integer_one_node : NULL_TREE,
			       assembler_name(way_in->decl), NULL_TREE);

	names = tree_cons(NULL_TREE, assembler_name(decl), names);
	DECL_ATTRIBUTES(decl) = tree_cons(get_identifier(guard_attribute),
					  names, DECL_ATTRIBUTES(decl));
	/* Two functions of the same code have different ways in. */
	DECL_ATTRIBUTES(decl) = tree_cons(get_identifier("no_icf"), NULL_TREE,
					  DECL_ATTRIBUTES(decl));
	way_in->force_output = 1;
	all_guarded.push_back(
		{IDENTIFIER_POINTER(assembler_name(decl)),
		 IDENTIFIER_POINTER(assembler_name(way_in->decl))});
}

tree mc_guard_address(cgraph_node *node, gimple_seq *seq)
{
	tree address = create_tmp_var(pointer_sized_int_node, "self");
	vec<tree, va_gc> *outputs = NULL;
	std::string text = mc_gcc_load_symbol(
		mc_guard_template_name(assembler_name(node->decl)));

	vec_safe_push(outputs, mc_gimple_build_operand("=r", address));
	gimple_seq_add_stmt(seq, gimple_build_asm_vec(text.c_str(), NULL,
						      outputs, NULL, NULL));
	return address;
}

/* True if a function of that NAME is written out as one of its own.  Copies
   that are inlined have the name, too, and a builtin may have it. */
static bool is_written(const std::string &name)
{
	symtab_node *node =
		symtab_node::get_for_asmname(get_identifier(name.c_str()));

	for (; node; node = node->next_sharing_asm_name) {
		cgraph_node *function = TREE_CODE(node->decl) == FUNCTION_DECL
						? cgraph_node::get(node->decl)
						: NULL;

		if (function && !function->inlined_to &&
		    function->has_gimple_body_p())
			return true;
	}
	return false;
}

void mc_guard_drop_unused(void)
{
	/* With -flto GCC keeps more about bodies by now than it can drop. */
	if (all_guarded.empty())
		return;
	symtab->remove_unreachable_nodes(NULL);
	for (const guarded &g : all_guarded) {
		symtab_node *way_in = symtab_node::get_for_asmname(
			get_identifier(g.way_in.c_str()));

		if (way_in && !is_written(g.name))
			way_in->force_output = 0;
	}
	symtab->remove_unreachable_nodes(NULL);
}

/* The list of names of the function DECL, but its own, which is in front; NULL:
   DECL has no guard. */
static tree names_of(tree decl)
{
	tree attribute =
		lookup_attribute(guard_attribute, DECL_ATTRIBUTES(decl));
	tree names = attribute ? TREE_VALUE(attribute) : NULL_TREE;

	return names && TREE_VALUE(names) == assembler_name(decl)
		       ? TREE_CHAIN(names)
		       : NULL_TREE;
}

/* The label behind DECL's guard. */
static std::string inner_label(tree decl)
{
	return ".LMC" + std::to_string(DECL_UID(decl));
}

void mc_guard_insert(rtx pattern)
{
	rtx_insn *insn = get_insns();

	/* GCC takes it from here how the callers have to align the stack, and
	   does not know of what this jumps to. */
	if (crtl->preferred_stack_boundary < PREFERRED_STACK_BOUNDARY)
		crtl->preferred_stack_boundary = PREFERRED_STACK_BOUNDARY;

	while (insn && (NOTE_P(insn) || DEBUG_INSN_P(insn)))
		insn = NEXT_INSN(insn);
	if (insn && mc_gcc_is_landing_instruction(insn))
		emit_insn_after(pattern, insn);
	else
		emit_insn_before(pattern, insn);
}

static void write_guard(tree decl, tree names)
{
	static_assert(offsetof(struct mc_module, words) == 0,
		      "the symbol is that of the words");
	mc_guard_insert(mc_gcc_guard(
		MC_SYM_MODULE, offsetof(struct mc_words, extent),
		inner_label(decl), mc_guard_template_name(TREE_VALUE(names)),
		TREE_PURPOSE(names)
			? mc_guard_template_name(assembler_name(decl))
			: ""));
}

/* The function that INSN calls by its symbol, or NULL_TREE; SYMBOL is where the
   symbol stands. */
static tree called_function(rtx_insn *insn, rtx **symbol)
{
	rtx call = get_call_rtx_from(insn);

	if (!call || !MEM_P(XEXP(call, 0)))
		return NULL_TREE;
	*symbol = &XEXP(XEXP(call, 0), 0);
	if (GET_CODE(**symbol) != SYMBOL_REF || !SYMBOL_REF_DECL(**symbol) ||
	    TREE_CODE(SYMBOL_REF_DECL(**symbol)) != FUNCTION_DECL)
		return NULL_TREE;
	return SYMBOL_REF_DECL(**symbol);
}

/* True if the linker may take another body of DECL than this unit's. */
static bool may_be_exchanged(tree decl)
{
	cgraph_node *node = cgraph_node::get(decl);

	return !node || DECL_COMDAT_GROUP(decl) ||
	       node->get_availability() <= AVAIL_INTERPOSABLE;
}

static void call_behind_guard(rtx_insn *insn)
{
	rtx *symbol = NULL;
	tree decl = called_function(insn, &symbol);

	if (!decl || !names_of(decl) || may_be_exchanged(decl))
		return;
	*symbol = gen_rtx_SYMBOL_REF(Pmode,
				     ggc_strdup(inner_label(decl).c_str()));
	SYMBOL_REF_FLAGS(*symbol) = SYMBOL_FLAG_FUNCTION | SYMBOL_FLAG_LOCAL;
}

void mc_guard_write(void)
{
	tree names = names_of(current_function_decl);

	if (names)
		write_guard(current_function_decl, names);
	if (mc_copies_is_for_extents(current_function_decl))
		return;
	for (rtx_insn *insn = get_insns(); insn; insn = NEXT_INSN(insn))
		if (CALL_P(insn))
			call_behind_guard(insn);
}
