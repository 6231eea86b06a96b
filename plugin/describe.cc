/* SPDX-License-Identifier: MIT */
/*
 * Structures.  See describe.h for what they are for, and runtime/memcall-abi.h
 * for their layout, which this file writes in trees.
 *
 * Descriptors hold names, and the address of a function only if it is reached
 * by that in any case: else it would cost the function local optimisations.
 */
#include "describe.h"
#include "names.h"
#include "../runtime/memcall-abi.h"

#include <string>

static_assert(MC_HOOK_COUNT * sizeof(void *) == sizeof(struct mc_hooks),
	      "one enum mc_hook for each member of struct mc_hooks");

/* The trees that outlive a pass: one root serves them all. */
static struct {
	tree function_type; /* struct mc_function */
	tree inner_type; /* struct mc_inner */
	tree module;
	tree nobody;
	tree chain_type;
} trees;

void mc_describe_init(const char *plugin_name)
{
	static const struct ggc_root_tab roots[] = {
		{&trees, sizeof(trees) / sizeof(tree), sizeof(tree),
		 &gt_ggc_mx_tree_node, &gt_pch_nx_tree_node},
		LAST_GGC_ROOT_TAB};

	register_callback(plugin_name, PLUGIN_REGISTER_GGC_ROOTS, NULL,
			  (void *)roots);
}

tree mc_describe_record(const char *name, ...)
{
	tree record = make_node(RECORD_TYPE);
	tree fields = NULL_TREE;
	const char *member;
	va_list members;

	va_start(members, name);
	while ((member = va_arg(members, const char *))) {
		tree field = build_decl(BUILTINS_LOCATION, FIELD_DECL,
					get_identifier(member),
					va_arg(members, tree));

		DECL_CHAIN(field) = fields;
		fields = field;
	}
	va_end(members);
	finish_builtin_struct(record, name, fields, NULL_TREE);
	return record;
}

tree mc_describe_constant(tree type, std::initializer_list<tree> values)
{
	vec<constructor_elt, va_gc> *elements = NULL;
	tree field = TYPE_FIELDS(type);

	for (tree value : values) {
		CONSTRUCTOR_APPEND_ELT(elements, field,
				       fold_convert(TREE_TYPE(field), value));
		field = DECL_CHAIN(field);
	}

	tree constant = build_constructor(type, elements);

	TREE_CONSTANT(constant) = 1;
	TREE_STATIC(constant) = 1;
	return constant;
}

tree mc_describe_u32(uint32_t value)
{
	return build_int_cst(uint32_type_node, value);
}

tree mc_describe_bytes(const char *text, size_t size)
{
	tree literal = build_string(size, text);

	TREE_TYPE(literal) = build_array_type_nelts(char_type_node, size);
	TREE_READONLY(literal) = 1;
	TREE_STATIC(literal) = 1;
	return build1(ADDR_EXPR, build_pointer_type(char_type_node), literal);
}

tree mc_describe_text(const char *text)
{
	return mc_describe_bytes(text, strlen(text) + 1);
}

/* A variable of static storage that only the compiler knows. */
static tree build_variable(const char *name, tree type)
{
	tree var = build_decl(BUILTINS_LOCATION, VAR_DECL, get_identifier(name),
			      type);

	TREE_STATIC(var) = 1;
	TREE_ADDRESSABLE(var) = 1;
	TREE_USED(var) = 1;
	DECL_ARTIFICIAL(var) = 1;
	DECL_IGNORED_P(var) = 1;
	DECL_CONTEXT(var) = NULL_TREE;
	return var;
}

/* Makes VAR known to GCC, whichever stage it is at. */
static void finish_variable(tree var)
{
	varpool_node::add(var);

	varpool_node *node = varpool_node::get(var);

	if (!node->analyzed && symtab->state >= IPA)
		node->analyze();
}

tree mc_describe_static(const char *stem, tree type, tree value)
{
	static unsigned number;
	char unique[64];

	snprintf(unique, sizeof(unique), "__memcall_%s.%u", stem, number++);

	tree var = build_variable(unique, type);

	DECL_INITIAL(var) = value;
	finish_variable(var);
	return var;
}

/*
 * A variable that the units of a module share.  `used` keeps GCC from folding
 * it to 0 for want of a writer in this unit.  Hidden: a symbol that modules
 * shared would be unique in the process, and its library never unloaded.
 */
tree mc_describe_shared(const char *name, tree type, tree value)
{
	tree var = build_variable(name, type);

	DECL_INITIAL(var) = value;
	SET_DECL_ASSEMBLER_NAME(var, DECL_NAME(var));
	DECL_VISIBILITY(var) = VISIBILITY_HIDDEN;
	DECL_VISIBILITY_SPECIFIED(var) = 1;
	make_decl_one_only(var, DECL_ASSEMBLER_NAME(var));
	DECL_PRESERVE_P(var) = 1;
	finish_variable(var);
	return var;
}

/* struct mc_module, as an array of pointers. */
static tree module_variable(void)
{
	if (!trees.module)
		trees.module = mc_describe_shared(
			MC_SYM_MODULE,
			build_array_type_nelts(ptr_type_node,
					       sizeof(struct mc_module) /
						       sizeof(void *)),
			NULL_TREE);
	return trees.module;
}

tree mc_describe_module(void)
{
	return build_fold_addr_expr(module_variable());
}

tree mc_describe_hook(enum mc_hook hook)
{
	unsigned first = offsetof(struct mc_module, hooks) / sizeof(void *);

	return build4(ARRAY_REF, ptr_type_node, module_variable(),
		      build_int_cst(integer_type_node, first + hook), NULL_TREE,
		      NULL_TREE);
}

tree mc_describe_nobody(void)
{
	if (!trees.nobody)
		trees.nobody = mc_describe_shared(
			MC_SYM_NOBODY,
			build_array_type_nelts(ptr_type_node,
					       MC_POSITION_WORDS),
			NULL_TREE);
	return build_fold_addr_expr(trees.nobody);
}

/* FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv */
uint32_t mc_describe_hash(tree decl)
{
	uint32_t hash = 2166136261u;

	for (char c : mc_names_symbol(decl))
		hash = (hash ^ (unsigned char)c) * 16777619u;
	return hash;
}

/* The kid index to begin with. */
static unsigned first_kid_index(tree decl)
{
	uint32_t hash = mc_describe_hash(decl);

	return (hash ^ hash >> 16) % MC_KIDS;
}

tree mc_describe_token(tree decl)
{
	return build_int_cst(pointer_sized_int_node,
			     MC_TOKEN(mc_describe_hash(decl)));
}

/* The members of struct mc_function that are set late. */
enum {
	FLAGS_MEMBER = 2,
	SLOTS_MEMBER = 7,
	LAYOUT_MEMBER,
	INNER_MEMBER = 11,
	INNERS_MEMBER,
	UNBOUND_MEMBER
};

static constructor_elt *member_of(tree descriptor, unsigned number)
{
	return CONSTRUCTOR_ELT(DECL_INITIAL(TREE_OPERAND(descriptor, 0)),
			       number);
}

static void add_flag(tree descriptor, uint32_t flag)
{
	constructor_elt *flags = member_of(descriptor, FLAGS_MEMBER);

	flags->value = mc_describe_u32(tree_to_uhwi(flags->value) | flag);
}

void mc_describe_as_framed(tree descriptor)
{
	add_flag(descriptor, MC_FUNCTION_FRAMED);
}

static void set_number(tree descriptor, unsigned member, uint32_t number)
{
	member_of(descriptor, member)->value = mc_describe_u32(number);
}

/* The table of inner functions. */
static tree build_inner(const struct mc_described_slots *s)
{
	vec<constructor_elt, va_gc> *elements = NULL;
	tree type;

	if (!trees.inner_type)
		trees.inner_type = mc_describe_record(
			"__memcall_inner", "function", ptr_type_node, "slot",
			uint64_type_node, NULL);
	type = build_array_type_nelts(trees.inner_type, s->inner.length());
	for (unsigned i = 0; i < s->inner.length(); i++)
		CONSTRUCTOR_APPEND_ELT(
			elements, size_int(i),
			mc_describe_constant(
				trees.inner_type,
				{build_fold_addr_expr(
					 TREE_OPERAND(s->inner[i], 0)),
				 build_int_cst(uint64_type_node,
					       s->inner_slots[i])}));

	tree table = build_constructor(type, elements);

	TREE_CONSTANT(table) = TREE_STATIC(table) = 1;
	return build_fold_addr_expr(mc_describe_static("inner", type, table));
}

void mc_describe_as_far(tree descriptor)
{
	add_flag(descriptor, MC_FUNCTION_FAR);
}

void mc_describe_as_light(tree descriptor, const struct mc_described_slots *s)
{
	add_flag(descriptor, MC_FUNCTION_LIGHT);
	set_number(descriptor, SLOTS_MEMBER, s->slots);
	set_number(descriptor, LAYOUT_MEMBER, s->layout);
	set_number(descriptor, INNERS_MEMBER, s->inner.length());
	set_number(descriptor, UNBOUND_MEMBER, s->unbound);
	if (s->inner.is_empty())
		return;

	tree table = build_inner(s);
	varpool_node *node = varpool_node::get(TREE_OPERAND(descriptor, 0));

	member_of(descriptor, INNER_MEMBER)->value =
		fold_convert(const_ptr_type_node, table);
	node->create_reference(varpool_node::get(TREE_OPERAND(table, 0)),
			       IPA_REF_ADDR);
}

/* GCC writes into debug information that the last member of what a static chain
   points to is the frame of the function around. */
tree mc_describe_chain_type(void)
{
	if (!trees.chain_type)
		trees.chain_type = build_pointer_type(mc_describe_record(
			"__memcall_link", "frame", ptr_type_node, NULL));
	return trees.chain_type;
}

tree mc_describe_function(tree decl, bool is_marked, bool is_trivial)
{
	std::string names = mc_names_shown(decl);
	tree written = mc_names_written(decl);
	uint32_t flags = 0;

	if (!trees.function_type)
		trees.function_type = mc_describe_record(
			"__memcall_function", "names", const_ptr_type_node,
			"line", uint32_type_node, "flags", uint32_type_node,
			"id", uint32_type_node, "kid", uint32_type_node,
			"misses", uint32_type_node, "token", uint32_type_node,
			"slots", uint32_type_node, "layout", uint32_type_node,
			"light", const_ptr_type_node, "entry",
			const_ptr_type_node, "inner", const_ptr_type_node,
			"inners", uint32_type_node, "unbound", uint32_type_node,
			NULL);
	names += '\0';
	/* C's are the same. */
	if (mc_names_symbol(written) != mc_names_shown(decl))
		names += mc_names_symbol(written);
	names += '\0';
	names += mc_names_file(LOCATION_FILE(mc_names_place(written)));
	if (is_marked)
		flags |= MC_FUNCTION_MARKED;
	if (is_trivial)
		flags |= MC_FUNCTION_TRIVIAL;
	if (!TREE_PUBLIC(written))
		flags |= MC_FUNCTION_LOCAL;
	if (mc_names_part(decl) != NO_COROUTINE)
		flags |= MC_FUNCTION_COROUTINE;
	if (mc_names_part(decl) == COROUTINE_ACTOR)
		flags |= MC_FUNCTION_RESUMED;

	tree value = mc_describe_constant(
		trees.function_type,
		{mc_describe_bytes(names.c_str(), names.size() + 1),
		 mc_describe_u32(LOCATION_LINE(mc_names_place(written))),
		 mc_describe_u32(flags),
		 mc_describe_u32(MC_FUNCTION_UNNUMBERED),
		 mc_describe_u32(first_kid_index(decl)), mc_describe_u32(0),
		 mc_describe_u32(MC_TOKEN(mc_describe_hash(decl))),
		 mc_describe_u32(0), mc_describe_u32(0), null_pointer_node,
		 null_pointer_node, null_pointer_node, mc_describe_u32(0),
		 mc_describe_u32(0)});

	return build_fold_addr_expr(
		mc_describe_static("function", trees.function_type, value));
}
