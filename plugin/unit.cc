/* SPDX-License-Identifier: MIT */
/*
 * The unit: its struct mc_unit, the constructor that looks for the recorder,
 * and the destructor that takes leave of it.
 *
 * This is code that runs before main in every program that was built with the
 * plugin, recorded or not.  So it asks for little, refers to nothing that has
 * to be there, and never to what the program has defined itself.
 */
#include "unit.h"
#include "arguments.h"
#include "counters.h"
#include "describe.h"
#include "names.h"
#include "select.h"
#include "../runtime/memcall-abi.h"

#include <dlfcn.h>
#include <elf.h>
#include <string>

/* The priority of constructor and destructor.  Those of programs begin at
   101. */
enum { priority = 99 };

static const char *runtime_path;

/* A symbol of this unit that stands in the way of a reference to the C
   library's; NULL: none. */
static const char *conflict;

/* What this unit has by that NAME; NULL: nothing. */
static symtab_node *find_symbol(const char *name)
{
	symtab_node *node = symtab_node::get_for_asmname(get_identifier(name));

	if (node && node->definition && TREE_PUBLIC(node->decl))
		conflict = name;
	return node;
}

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
	symtab_node *node = find_symbol(name);
	tree decl;

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

static tree either(tree a, tree b)
{
	return build2(TRUTH_ORIF_EXPR, boolean_type_node, a, b);
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

/* The globs of root=, as struct mc_unit has them. */
static std::string list_roots(void)
{
	std::string list;
	const char *glob;
	unsigned i;

	FOR_EACH_VEC_ELT (mc_arguments.roots, i, glob) {
		cgraph_node *node;
		bool matches = false;

		FOR_EACH_DEFINED_FUNCTION (node)
			matches |= mc_select_root_matches(glob, node->decl);
		list += matches ? '+' : '-';
		list += glob;
		list += '\0';
	}
	return list;
}

static tree unit_variable(void)
{
	std::string roots = list_roots();
	tree type = mc_describe_record(
		"__memcall_unit", "abi_version", uint32_type_node, "registered",
		uint32_type_node, "module", ptr_type_node, "source",
		const_ptr_type_node, "roots", const_ptr_type_node, NULL);

	tree unit = mc_describe_static(
		"unit", type,
		mc_describe_constant(
			type,
			{mc_describe_u32(MC_ABI_VERSION), mc_describe_u32(0),
			 mc_describe_module(),
			 mc_describe_text(mc_names_file(main_input_filename)),
			 mc_describe_bytes(roots.c_str(), roots.size() + 1)}));

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
			   " or " MC_RUNTIME_SONAME
			   ": nothing is recorded; install memcall, or set "
			   "LD_LIBRARY_PATH to the folder "
			   "of " MC_RUNTIME_SONAME "\n";

	tree told =
		mc_describe_shared(MC_SYM_TOLD, integer_type_node, NULL_TREE);
	return if_then(is_null(told),
		       sequence({set(told, integer_one_node),
				 call(type,
				      build_fold_addr_expr(declare_optional(
					      "__write", type)),
				      {build_int_cst(integer_type_node, 2),
				       mc_describe_text(text.c_str()),
				       size_int(text.size())})}));
}

namespace
{

/* A function that need not be there. */
struct optional {
	tree type;
	tree address;
};

/* The functions that the constructor calls, but for dlmopen, which it asks
   dlsym for: of a reference to that the linker would warn in each static
   program. */
struct library {
	struct optional getenv;
	struct optional dlsym;
	struct optional enter; /* __memcall_register, of the recorder */
	struct optional getauxval;
	struct optional errno_location;
};

/* The constructor's variables. */
struct variables {
	tree out;
	tree open;
	tree go;
	tree lib;
	tree error;
};

} // namespace

static struct optional find_optional(const char *name, tree type)
{
	return {type, build_fold_addr_expr(declare_optional(name, type))};
}

static tree call_optional(const struct optional &function,
			  std::initializer_list<tree> args)
{
	return call(function.type, function.address, args);
}

static struct library find_library(void)
{
	tree text = build_pointer_type(char_type_node);

	/* dlsym might find that. */
	find_symbol("dlmopen");
	return {find_optional("secure_getenv",
			      build_function_type_list(text, text, NULL_TREE)),
		find_optional("dlsym", build_function_type_list(
					       ptr_type_node, ptr_type_node,
					       text, NULL_TREE)),
		find_optional(MC_SYM_REGISTER,
			      build_function_type_list(void_type_node,
						       ptr_type_node,
						       NULL_TREE)),
		find_optional("__getauxval",
			      build_function_type_list(long_unsigned_type_node,
						       long_unsigned_type_node,
						       NULL_TREE)),
		find_optional("__errno_location",
			      build_function_type_list(
				      build_pointer_type(integer_type_node),
				      NULL_TREE))};
}

static struct variables make_variables(void)
{
	tree text = build_pointer_type(char_type_node);

	return {create_tmp_var_raw(text, "out"),
		create_tmp_var_raw(ptr_type_node, "open"),
		create_tmp_var_raw(ptr_type_node, "go"),
		create_tmp_var_raw(ptr_type_node, "lib"),
		create_tmp_var_raw(integer_type_node, "error")};
}

/* open(LM_ID_BASE, FILE, FLAGS) */
static tree build_open(const struct variables &v, const char *file, int flags)
{
	tree type =
		build_function_type_list(ptr_type_node, long_integer_type_node,
					 build_pointer_type(char_type_node),
					 integer_type_node, NULL_TREE);

	return call(type, v.open,
		    {build_int_cst(long_integer_type_node, LM_ID_BASE),
		     mc_describe_text(file),
		     build_int_cst(integer_type_node, flags)});
}

/* if (!go) { open = dlsym ? ...; if (open && ...) ... } */
static tree build_loading(const struct library &l, const struct variables &v)
{
	tree libc = build_open(v, "libc.so.6", RTLD_NOW | RTLD_NOLOAD);
	tree find = call_optional(
		l.dlsym, {null_of(ptr_type_node), mc_describe_text("dlmopen")});
	tree load = sequence(
		{set(v.lib, build_open(v, runtime_path, RTLD_NOW)),
		 if_then(is_null(v.lib),
			 set(v.lib,
			     build_open(v, MC_RUNTIME_SONAME, RTLD_NOW))),
		 if_then(not_null(v.lib),
			 set(v.go,
			     call_optional(
				     l.dlsym,
				     {v.lib,
				      mc_describe_text(MC_SYM_REGISTER)})))});

	return if_then(
		is_null(v.go),
		sequence({set(v.open, null_of(ptr_type_node)),
			  if_then(not_null(l.dlsym.address), set(v.open, find)),
			  if_then(both(not_null(v.open), not_null(libc)),
				  load)}));
}

/* What is done if the program is to be recorded. */
static tree build_recording(const struct library &l, const struct variables &v,
			    tree unit)
{
	tree errno_value =
		build_fold_indirect_ref(call_optional(l.errno_location, {}));

	return sequence(
		{set(v.error, errno_value), set(v.go, l.enter.address),
		 build_loading(l, v),
		 build3(COND_EXPR, void_type_node, not_null(v.go),
			call(l.enter.type, v.go, {build_fold_addr_expr(unit)}),
			complain()),
		 set(unshare_expr(errno_value), v.error)});
}

/* out && *out && (__memcall_register || ...) */
static tree build_is_wanted(const struct library &l, const struct variables &v)
{
	/* The auxiliary vector names the dynamic linker, if there is one. */
	tree linker = call_optional(
		l.getauxval, {build_int_cst(long_unsigned_type_node, AT_BASE)});
	tree can_load = both(not_null(l.getauxval.address), not_null(linker));

	return both(
		both(not_null(v.out), not_null(build_fold_indirect_ref(v.out))),
		either(not_null(l.enter.address), can_load));
}

/*
 * The constructor, in C:
 *
 *	if (secure_getenv && *(secure_getenv("MEMCALL_OUT") ?: "") &&
 *	    (__memcall_register ||			  // weak: -lmemcall
 *	     __getauxval && __getauxval(AT_BASE))) {	  // not static
 *		mc_register_fn *go = __memcall_register;
 *		void *lib = NULL, *open = NULL;
 *		int error = errno;
 *
 *		if (!go) {
 *			if (dlsym)			// weak: -static
 *				open = dlsym(RTLD_DEFAULT, "dlmopen");
 *			if (open && open(LM_ID_BASE, "libc.so.6",
 *					 RTLD_NOW | RTLD_NOLOAD)) {
 *				lib = open(LM_ID_BASE, path, RTLD_NOW);
 *				if (!lib)
 *					lib = open(LM_ID_BASE,
 *						   "libmemcall.so.0",
 *						   RTLD_NOW);
 *				if (lib)
 *					go = dlsym(lib, "__memcall_register");
 *			}
 *		}
 *		if (go)
 *			go(&unit);
 *		else if (!__memcall_told)
 *			...
 *		errno = error;
 *	}
 *
 * A library that is loaded into a namespace of its own (dlmopen) so shares the
 * process's one recorder; another one there would never be unloaded, and there
 * are 16 namespaces.  One that is loaded before the program is (LD_AUDIT) finds
 * no C library, without which the dynamic linker would crash.
 */
static void build_constructor(tree unit)
{
	struct library l = find_library();
	struct variables v = make_variables();
	tree body = build_recording(l, v, unit);
	tree ask = call_optional(l.getenv, {mc_describe_text("MEMCALL_OUT")});
	tree bind = build3(
		BIND_EXPR, void_type_node, NULL_TREE,
		sequence({set(v.out, null_of(TREE_TYPE(v.out))),
			  if_then(not_null(l.getenv.address), set(v.out, ask)),
			  if_then(build_is_wanted(l, v), body)}),
		NULL_TREE);

	if (conflict) {
		inform(UNKNOWN_LOCATION,
		       "memcall: this unit defines %qs, which recording "
		       "needs; its functions are not recorded",
		       conflict);
		return;
	}
	DECL_CHAIN(v.out) = v.open;
	DECL_CHAIN(v.open) = v.go;
	DECL_CHAIN(v.go) = v.lib;
	DECL_CHAIN(v.lib) = v.error;
	BIND_EXPR_VARS(bind) = v.out;
	cgraph_build_static_cdtor('I', bind, priority);
}

/* The destructor: if (FORGET) FORGET (&unit) */
static void build_destructor(tree unit)
{
	tree type = build_function_type_list(void_type_node, ptr_type_node,
					     NULL_TREE);
	tree body = if_then(not_null(mc_describe_hook(MC_HOOK_FORGET)),
			    call(type, mc_describe_hook(MC_HOOK_FORGET),
				 {build_fold_addr_expr(unit)}));
	tree list = NULL_TREE;

	append_to_statement_list_force(body, &list);
	cgraph_build_static_cdtor('D', list, priority);
}

bool mc_unit_is_own(tree decl)
{
	return DECL_ARTIFICIAL(decl) &&
	       ((DECL_STATIC_CONSTRUCTOR(decl) &&
		 DECL_INIT_PRIORITY(decl) == priority) ||
		(DECL_STATIC_DESTRUCTOR(decl) &&
		 DECL_FINI_PRIORITY(decl) == priority));
}

void mc_unit_finish(const char *runtime)
{
	runtime_path = runtime;

	tree unit = unit_variable();
	cgraph_node *node;

	build_constructor(unit);
	build_destructor(unit);
	FOR_EACH_DEFINED_FUNCTION (node)
		if (mc_unit_is_own(node->decl))
			mc_counters_leave_out(node);
}
