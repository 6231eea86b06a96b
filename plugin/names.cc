/* SPDX-License-Identifier: MIT */
/*
 * What functions are called.  See names.h.
 */
#include "names.h"

/* libiberty's, which cc1 and cc1plus export. */
extern "C" char *cplus_demangle_v3(const char *mangled, int options);

/* cc1plus's, since GCC 12; cc1 has none. */
extern tree coro_get_ramp_function(tree part) __attribute__((weak));
extern tree coro_get_actor_function(tree ramp) __attribute__((weak));

enum { DEMANGLE_PARAMS = 1, DEMANGLE_ANSI = 2 }; /* DMGL_* of demangle.h */

enum mc_coroutine_part mc_names_part(tree decl)
{
	tree ramp;

	if (!coro_get_ramp_function || !coro_get_actor_function)
		return NO_COROUTINE;
	ramp = coro_get_ramp_function(decl);
	if (ramp)
		return coro_get_actor_function(ramp) == decl
			       ? COROUTINE_ACTOR
			       : COROUTINE_DESTROYER;
	return coro_get_actor_function(decl) ? COROUTINE_RAMP : NO_COROUTINE;
}

tree mc_names_written(tree decl)
{
	tree ramp = coro_get_ramp_function ? coro_get_ramp_function(decl)
					   : NULL_TREE;

	return ramp ?: decl;
}

const char *mc_names_qualified(tree decl)
{
	const char *name =
		lang_hooks.decl_printable_name(mc_names_written(decl), 1);

	/* The hook reuses its buffer; identifiers live forever. */
	return IDENTIFIER_POINTER(get_identifier(name));
}

static const char *assembler_name(tree decl)
{
	const char *name = IDENTIFIER_POINTER(DECL_ASSEMBLER_NAME(decl));

	return name[0] == '*' ? name + 1 : name;
}

char *mc_names_signature(tree decl)
{
	char *signature =
		cplus_demangle_v3(assembler_name(mc_names_written(decl)),
				  DEMANGLE_PARAMS | DEMANGLE_ANSI);

	return signature ? signature : xstrdup(mc_names_qualified(decl));
}

/* The constructor or destructor as declared, if DECL is a variant of one. */
static tree variant_of(tree decl)
{
	tree origin = DECL_ABSTRACT_ORIGIN(decl);

	if (!DECL_CXX_CONSTRUCTOR_P(decl) && !DECL_CXX_DESTRUCTOR_P(decl))
		return NULL_TREE;
	return origin && TREE_CODE(origin) == FUNCTION_DECL ? origin : decl;
}

/* The assembler names of variants differ in a digit: C1, C2, and C4 for the one
   as declared; it becomes 1. */
std::string mc_names_symbol(tree decl)
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

bool mc_names_is_variant_wrapper(tree decl)
{
	struct walk_stmt_info info;

	if (!variant_of(decl) || !gimple_has_body_p(decl))
		return false;
	memset(&info, 0, sizeof(info));
	info.info = decl;
	return walk_gimple_seq(gimple_body(decl), find_call_of_variant, NULL,
			       &info) != NULL;
}

/* In C, what a system header declares is located there, even if it is the
   program that defines it. */
location_t mc_names_place(tree decl)
{
	const function *fun = DECL_STRUCT_FUNCTION(decl);
	location_t declared = DECL_SOURCE_LOCATION(decl);

	if (fun && lang_GNU_C() && in_system_header_at(declared) &&
	    fun->function_start_locus != UNKNOWN_LOCATION)
		return fun->function_start_locus;
	return declared;
}

const char *mc_names_file(const char *file)
{
	return file ? remap_debug_filename(file) : "";
}
