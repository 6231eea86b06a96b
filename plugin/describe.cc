/* SPDX-License-Identifier: MIT */
/*
 * Names and structures.  See describe.h for what they are for, and
 * runtime/memcall-abi.h for their layout, which this file writes in trees.
 *
 * Descriptors hold names, never the address of a function: that would make
 * every function address-taken and cost its local optimisations.
 */
#include "describe.h"
#include "select.h"
#include "../runtime/memcall-abi.h"

#include <dlfcn.h>
#include <elf.h>
#include <string>

/* libiberty's, which cc1 and cc1plus export. */
extern "C" char *cplus_demangle_v3(const char *mangled, int options);

enum { DEMANGLE_PARAMS = 1, DEMANGLE_ANSI = 2 }; /* DMGL_* of demangle.h */

static_assert(MC_HOOK_COUNT * sizeof(void *) == sizeof(struct mc_hooks),
	      "one enum mc_hook for each member of struct mc_hooks");

/* All trees that outlive a pass, so that one root serves them all. */
static struct {
	tree function_type; /* struct mc_function */
	tree unit_type; /* struct mc_unit */
	tree recording;
	tree hooks;
	tree told;
} trees;

static const char *runtime_path;

void mc_describe_init(const char *plugin_name, const char *runtime)
{
	static const struct ggc_root_tab roots[] = {
		{&trees, sizeof(trees) / sizeof(tree), sizeof(tree),
		 &gt_ggc_mx_tree_node, &gt_pch_nx_tree_node},
		LAST_GGC_ROOT_TAB};

	runtime_path = runtime;
	register_callback(plugin_name, PLUGIN_REGISTER_GGC_ROOTS, NULL,
			  CONST_CAST(struct ggc_root_tab *, roots));
}

/* Names */

const char *mc_describe_name(tree decl)
{
	const char *name = lang_hooks.decl_printable_name(decl, 1);

	/* The hook reuses its buffer; identifiers live forever. */
	return IDENTIFIER_POINTER(get_identifier(name));
}

static const char *assembler_name(tree decl)
{
	const char *name = IDENTIFIER_POINTER(DECL_ASSEMBLER_NAME(decl));

	return name[0] == '*' ? name + 1 : name;
}

char *mc_describe_signature(tree decl)
{
	char *signature = cplus_demangle_v3(assembler_name(decl),
					    DEMANGLE_PARAMS | DEMANGLE_ANSI);

	return signature ? signature : xstrdup(mc_describe_name(decl));
}

/* The constructor or destructor as declared, if DECL is a variant of one. */
static tree variant_of(tree decl)
{
	tree origin = DECL_ABSTRACT_ORIGIN(decl);

	if (!DECL_CXX_CONSTRUCTOR_P(decl) && !DECL_CXX_DESTRUCTOR_P(decl))
		return NULL_TREE;
	return origin && TREE_CODE(origin) == FUNCTION_DECL ? origin : decl;
}

/*
 * One name for all variants.  Their assembler names differ in a digit: C1, C2,
 * and C4 for the one as declared; it becomes 1.
 */
static std::string common_symbol(tree decl)
{
	std::string symbol = assembler_name(decl);
	tree origin = variant_of(decl);

	if (!origin || origin == decl)
		return symbol;

	std::string declared = assembler_name(origin);

	if (declared.size() != symbol.size())
		return symbol;
	for (size_t i = 0; i < symbol.size(); i++)
		if (symbol[i] != declared[i])
			symbol[i] = '1';
	return symbol;
}

static tree find_call_of_variant(gimple_stmt_iterator *gsi, bool *handled,
				 struct walk_stmt_info *info)
{
	tree self = (tree)info->info;
	gimple *stmt = gsi_stmt(*gsi);
	tree callee = is_gimple_call(stmt) ? gimple_call_fndecl(stmt) : NULL;

	*handled = callee && callee != self && variant_of(callee) &&
		   variant_of(callee) == variant_of(self) &&
		   gimple_call_num_args(stmt) > 0 &&
		   gimple_call_arg(stmt, 0) == DECL_ARGUMENTS(self);
	return *handled ? callee : NULL_TREE;
}

bool mc_describe_is_variant_wrapper(tree decl)
{
	struct walk_stmt_info info;

	if (!variant_of(decl) || !gimple_has_body_p(decl))
		return false;
	memset(&info, 0, sizeof(info));
	info.info = decl;
	return walk_gimple_seq(gimple_body(decl), find_call_of_variant, NULL,
			       &info) != NULL;
}

/* Structures */

/* A record of members `name type, ...`, ended by NULL. */
static tree build_record(const char *name, ...)
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

/* A constant of record TYPE with VALUES in the order of its members. */
static tree build_constant(tree type, std::initializer_list<tree> values)
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

static tree build_u32(uint32_t value)
{
	return build_int_cst(uint32_type_node, value);
}

/* A pointer to the SIZE bytes at TEXT, the last of them a NUL. */
static tree build_text(const char *text, size_t size)
{
	tree literal = build_string(size, text);

	TREE_TYPE(literal) = build_array_type_nelts(char_type_node, size);
	TREE_READONLY(literal) = 1;
	TREE_STATIC(literal) = 1;
	return build1(ADDR_EXPR, build_pointer_type(char_type_node), literal);
}

static tree build_text(const char *text)
{
	return build_text(text, strlen(text) + 1);
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

static tree build_static(const char *stem, tree type, tree value)
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
static tree build_shared(const char *name, tree type, bool per_thread)
{
	tree var = build_variable(name, type);

	SET_DECL_ASSEMBLER_NAME(var, DECL_NAME(var));
	DECL_VISIBILITY(var) = VISIBILITY_HIDDEN;
	DECL_VISIBILITY_SPECIFIED(var) = 1;
	make_decl_one_only(var, DECL_ASSEMBLER_NAME(var));
	DECL_PRESERVE_P(var) = 1;
	if (per_thread)
		set_decl_tls_model(var, TLS_MODEL_INITIAL_EXEC);
	finish_variable(var);
	return var;
}

tree mc_describe_recording(void)
{
	if (!trees.recording)
		trees.recording =
			build_shared(MC_SYM_RECORDING, ptr_type_node, true);
	return trees.recording;
}

static tree hooks_variable(void)
{
	if (!trees.hooks)
		trees.hooks = build_shared(
			MC_SYM_HOOKS,
			build_array_type_nelts(ptr_type_node, MC_HOOK_COUNT),
			false);
	return trees.hooks;
}

tree mc_describe_hook(enum mc_hook hook)
{
	return build4(ARRAY_REF, ptr_type_node, hooks_variable(),
		      build_int_cst(integer_type_node, hook), NULL_TREE,
		      NULL_TREE);
}

tree mc_describe_function(tree decl)
{
	std::string names = mc_describe_name(decl);
	uint32_t flags = 0;

	if (!trees.function_type)
		trees.function_type = build_record(
			"__memcall_function", "names", const_ptr_type_node,
			"line", uint32_type_node, "flags", uint32_type_node,
			"id", uint32_type_node, "reserved", uint32_type_node,
			NULL);
	names += '\0';
	names += common_symbol(decl);
	names += '\0';
	names += LOCATION_FILE(DECL_SOURCE_LOCATION(decl)) ?: "";
	if (mc_select_is_marked(decl))
		flags |= MC_FUNCTION_MARKED;
	if (!TREE_PUBLIC(decl))
		flags |= MC_FUNCTION_LOCAL;

	tree value = build_constant(
		trees.function_type,
		{build_text(names.c_str(), names.size() + 1),
		 build_u32(LOCATION_LINE(DECL_SOURCE_LOCATION(decl))),
		 build_u32(flags), build_u32(0), build_u32(0)});

	return build_fold_addr_expr(
		build_static("function", trees.function_type, value));
}

/* The unit's constructor and destructor */

/* A symbol of this unit that stands in the way of a reference to the C
   library's; NULL: none. */
static const char *conflict;

/*
 * A function of the C library, or of the recorder, that need not be there: its
 * address is null then.  The unit may know the name already:
 *
 *	declared     that is the function meant.  It must not become weak: a
 *		     static program would lose what it refers to itself.
 *	static       another one; it gets another assembler name
 *	defined      the program's own, and nothing to call before main
 */
static tree declare_optional(const char *name, tree type)
{
	symtab_node *node = symtab_node::get_for_asmname(get_identifier(name));
	tree decl;

	if (node && node->definition && TREE_PUBLIC(node->decl))
		conflict = name;
	if (node && node->definition && !TREE_PUBLIC(node->decl)) {
		std::string other = std::string(name) + ".local";

		symtab->change_decl_assembler_name(
			node->decl, get_identifier(other.c_str()));
	} else if (node && TREE_CODE(node->decl) == FUNCTION_DECL) {
		return node->decl;
	}
	decl = build_fn_decl(name, type);
	declare_weak(decl);
	return decl;
}

static tree call(tree type, tree address, std::initializer_list<tree> args)
{
	auto_vec<tree> vector;

	for (tree arg : args)
		vector.safe_push(arg);
	return build_call_array_loc(
		UNKNOWN_LOCATION, TREE_TYPE(type),
		fold_convert(build_pointer_type(type), address),
		vector.length(), vector.address());
}

static tree null_of(tree type)
{
	return build_int_cst(type, 0);
}

static tree is_null(tree value)
{
	return build2(EQ_EXPR, boolean_type_node, value,
		      null_of(TREE_TYPE(value)));
}

static tree not_null(tree value)
{
	return build2(NE_EXPR, boolean_type_node, value,
		      null_of(TREE_TYPE(value)));
}

static tree if_then(tree condition, tree body)
{
	return build3(COND_EXPR, void_type_node, condition, body, NULL_TREE);
}

static tree both(tree a, tree b)
{
	return build2(TRUTH_ANDIF_EXPR, boolean_type_node, a, b);
}

static tree set(tree var, tree value)
{
	return build2(MODIFY_EXPR, void_type_node, var,
		      fold_convert(TREE_TYPE(var), value));
}

static tree sequence(std::initializer_list<tree> statements)
{
	tree list = NULL_TREE;

	for (tree statement : statements)
		append_to_statement_list_force(statement, &list);
	return list;
}

static tree unit_variable(void)
{
	tree type = build_record("__memcall_unit", "abi_version",
				 uint32_type_node, "registered",
				 uint32_type_node, "hooks", ptr_type_node,
				 "source", const_ptr_type_node, NULL);

	tree unit = build_static(
		"unit", type,
		build_constant(type, {build_u32(MC_ABI_VERSION), build_u32(0),
				      build_fold_addr_expr(hooks_variable()),
				      build_text(main_input_filename ?: "")}));

	/* Nothing refers to it until the constructor has been analysed. */
	DECL_PRESERVE_P(unit) = 1;
	varpool_node::get(unit)->force_output = true;
	return unit;
}

/* "memcall: ..." to standard error, once in each module. */
static tree complain(void)
{
	tree type = build_function_type_list(ssizetype, integer_type_node,
					     const_ptr_type_node, sizetype,
					     NULL_TREE);
	std::string text = std::string("memcall: cannot load the recorder ") +
			   runtime_path +
			   " or " MC_RUNTIME_FILE
			   ": nothing is recorded; install memcall, or set "
			   "LD_LIBRARY_PATH to the folder of " MC_RUNTIME_FILE
			   "\n";

	trees.told = build_shared(MC_SYM_TOLD, integer_type_node, false);
	return if_then(is_null(trees.told),
		       sequence({set(trees.told, integer_one_node),
				 call(type,
				      build_fold_addr_expr(declare_optional(
					      "__write", type)),
				      {build_int_cst(integer_type_node, 2),
				       build_text(text.c_str()),
				       size_int(text.size())})}));
}

/*
 * The constructor, in C:
 *
 *	if (secure_getenv && *(secure_getenv("MEMCALL_OUT") ?: "") &&
 *	    __getauxval && __getauxval(AT_BASE)) {	  // not static
 *		mc_register_fn *go = __memcall_register;  // weak: -lmemcall
 *		void *lib = NULL;
 *		int error = errno;
 *
 *		if (!go && dlopen) {			  // weak: -static
 *			lib = dlopen(path, RTLD_NOW);
 *			if (!lib)
 *				lib = dlopen("libmemcall.so", RTLD_NOW);
 *			if (lib)
 *				go = dlsym(lib, "__memcall_register");
 *		}
 *		if (go)
 *			go(&unit, &__memcall_recording);
 *		else if (!__memcall_told)
 *			...
 *		errno = error;
 *	}
 */
static void build_constructor(tree unit)
{
	tree text = build_pointer_type(char_type_node);
	tree getenv_type = build_function_type_list(text, text, NULL_TREE);
	tree dlopen_type = build_function_type_list(
		ptr_type_node, text, integer_type_node, NULL_TREE);
	tree dlsym_type = build_function_type_list(ptr_type_node, ptr_type_node,
						   text, NULL_TREE);
	tree register_type = build_function_type_list(
		void_type_node, ptr_type_node, ptr_type_node, NULL_TREE);
	tree auxv_type = build_function_type_list(
		long_unsigned_type_node, long_unsigned_type_node, NULL_TREE);
	tree errno_type = build_function_type_list(
		build_pointer_type(integer_type_node), NULL_TREE);

	tree getenv_at = build_fold_addr_expr(
		declare_optional("secure_getenv", getenv_type));
	tree dlopen_at =
		build_fold_addr_expr(declare_optional("dlopen", dlopen_type));
	tree dlsym_at =
		build_fold_addr_expr(declare_optional("dlsym", dlsym_type));
	tree register_at = build_fold_addr_expr(
		declare_optional(MC_SYM_REGISTER, register_type));
	tree auxv_at = build_fold_addr_expr(
		declare_optional("__getauxval", auxv_type));
	tree errno_at = build_fold_addr_expr(
		declare_optional("__errno_location", errno_type));

	tree out = create_tmp_var_raw(text, "out");
	tree go = create_tmp_var_raw(ptr_type_node, "go");
	tree lib = create_tmp_var_raw(ptr_type_node, "lib");
	tree error = create_tmp_var_raw(integer_type_node, "error");
	tree now = build_int_cst(integer_type_node, RTLD_NOW);
	tree errno_value =
		build_fold_indirect_ref(call(errno_type, errno_at, {}));

	tree load = sequence(
		{set(lib, call(dlopen_type, dlopen_at,
			       {build_text(runtime_path), now})),
		 if_then(is_null(lib),
			 set(lib, call(dlopen_type, dlopen_at,
				       {build_text(MC_RUNTIME_FILE), now}))),
		 if_then(not_null(lib),
			 set(go, call(dlsym_type, dlsym_at,
				      {lib, build_text(MC_SYM_REGISTER)})))});
	tree body = sequence(
		{set(error, errno_value), set(go, register_at),
		 if_then(both(is_null(go), not_null(dlopen_at)), load),
		 build3(COND_EXPR, void_type_node, not_null(go),
			call(register_type, go,
			     {build_fold_addr_expr(unit),
			      build_fold_addr_expr(mc_describe_recording())}),
			complain()),
		 set(unshare_expr(errno_value), error)});
	/* The auxiliary vector names the dynamic linker, if there is one. */
	tree linker = call(auxv_type, auxv_at,
			   {build_int_cst(long_unsigned_type_node, AT_BASE)});
	tree wanted = both(
		both(not_null(out), not_null(build_fold_indirect_ref(out))),
		both(not_null(auxv_at), not_null(linker)));
	tree bind = build3(
		BIND_EXPR, void_type_node, NULL_TREE,
		sequence({set(out, null_of(text)),
			  if_then(not_null(getenv_at),
				  set(out, call(getenv_type, getenv_at,
						{build_text("MEMCALL_OUT")}))),
			  if_then(wanted, body)}),
		NULL_TREE);

	if (conflict) {
		inform(UNKNOWN_LOCATION,
		       "memcall: this unit defines %qs, which recording "
		       "needs; its functions are not recorded",
		       conflict);
		return;
	}
	DECL_CHAIN(out) = go;
	DECL_CHAIN(go) = lib;
	DECL_CHAIN(lib) = error;
	BIND_EXPR_VARS(bind) = out;
	cgraph_build_static_cdtor('I', bind, 99);
}

/* The destructor: if (__memcall_hooks.forget) __memcall_hooks.forget(&unit) */
static void build_destructor(tree unit)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     NULL_TREE);
	tree body = if_then(not_null(mc_describe_hook(MC_HOOK_FORGET)),
			    call(type, mc_describe_hook(MC_HOOK_FORGET),
				 {build_fold_addr_expr(unit)}));
	tree list = NULL_TREE;

	append_to_statement_list_force(body, &list);
	cgraph_build_static_cdtor('D', list, 99);
}

void mc_describe_unit(void)
{
	tree unit = unit_variable();

	build_constructor(unit);
	build_destructor(unit);
}
