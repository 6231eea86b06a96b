/* SPDX-License-Identifier: MIT */
/*
 * Finds names.  See names.h.
 *
 * A name can be exponentially longer than its symbol, since in P<T, T> every
 * substitution may stand for twice what the one before it does: GCC's printer,
 * which has no limit, is asked only for names that are not too long.  How long
 * a name is, libiberty's demangler says: it hands the name over piece by piece,
 * and is left by longjmp as soon as that is too much.  It allocates nothing.
 */
#include "names.h"
#include "languages.h"

#include <setjmp.h>

/* libiberty's, which cc1 and cc1plus export. */
extern "C" int cplus_demangle_v3_callback(const char *mangled, int options,
					  void (*print)(const char *, size_t,
							void *),
					  void *data);

/* cc1plus's, since GCC 12; cc1 has none. */
extern tree coro_get_ramp_function(tree part) __attribute__((weak));
extern tree coro_get_actor_function(tree ramp) __attribute__((weak));

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

/* DMGL_* of demangle.h; the last is for symbols of over 1,024 characters. */
enum {
	DEMANGLE_PARAMS = 1,
	DEMANGLE_ANSI = 2,
	DEMANGLE_ANY_LENGTH = 1 << 18,
};

#define ELLIPSIS "\xe2\x80\xa6"
#define MOST_MATCHED 65536 /* bytes; globs see the whole of shorter names */
#define MOST_SHOWN 4096 /* more than its symbol has */

/* What the demangler has printed so far. */
static struct {
	jmp_buf full;
	char text[MOST_MATCHED];
	size_t length;
} printed;

static void print_piece(const char *piece, size_t length, void *)
{
	size_t room = sizeof(printed.text) - printed.length;

	memcpy(printed.text + printed.length, piece, MIN(length, room));
	printed.length += MIN(length, room);
	if (length >= room)
		longjmp(printed.full, 1);
}

enum verdict { NOT_MANGLED, WHOLE, TOO_LONG };

static verdict print_name(const char *symbol, int parameters)
{
	const int options = parameters | DEMANGLE_ANSI | DEMANGLE_ANY_LENGTH;

	printed.length = 0;
	if (setjmp(printed.full))
		return TOO_LONG;
	return cplus_demangle_v3_callback(symbol, options, print_piece, NULL)
		       ? WHOLE
		       : NOT_MANGLED;
}

static const char *assembler_name(tree decl)
{
	const char *name = IDENTIFIER_POINTER(DECL_ASSEMBLER_NAME(decl));

	return name[0] == '*' ? name + 1 : name;
}

/* TEXT as it is shown: the beginning of what is too long, and the function's
   own name. */
static std::string cut(tree decl, const char *text, size_t length)
{
	size_t most = MOST_SHOWN + strlen(assembler_name(decl));

	if (length <= most)
		return std::string(text, length);
	/* Do not cut within a character of UTF-8. */
	while (most && (text[most] & 0xc0) == 0x80)
		most--;

	std::string brief = std::string(text, most) + ELLIPSIS;

	if (DECL_CONTEXT(decl) && TYPE_P(DECL_CONTEXT(decl)) && DECL_NAME(decl))
		brief = brief + "::" + IDENTIFIER_POINTER(DECL_NAME(decl));
	return brief;
}

static const char *keep(const std::string &name)
{
	/* Identifiers live forever. */
	return IDENTIFIER_POINTER(get_identifier(name.c_str()));
}

/* True if GCC made the symbol of DECL of its name, not of an asm label. */
static bool is_mangled(tree decl)
{
	return lang_GNU_CXX() &&
	       IDENTIFIER_POINTER(DECL_ASSEMBLER_NAME(decl))[0] != '*';
}

const char *mc_names_qualified(tree decl)
{
	tree written = mc_names_written(decl);
	struct mc_language_names names;

	if (mc_languages_name(written, &names))
		return keep(names.qualified);
	if (is_mangled(written) &&
	    print_name(assembler_name(written), 0) == TOO_LONG)
		return keep(cut(written, printed.text, printed.length));
	return keep(lang_hooks.decl_printable_name(written, 1));
}

const char *mc_names_shown(tree decl)
{
	tree written = mc_names_written(decl);
	std::string name;

	if (!mc_languages_shown(written, &name))
		name = mc_names_qualified(decl);
	return keep(cut(written, name.c_str(), name.size()));
}

std::string mc_names_signature(tree decl)
{
	tree written = mc_names_written(decl);
	struct mc_language_names names;

	if (mc_languages_name(written, &names))
		return names.signature;
	switch (print_name(assembler_name(written), DEMANGLE_PARAMS)) {
	case TOO_LONG:
		return cut(written, printed.text, printed.length);
	case WHOLE:
		return std::string(printed.text, printed.length);
	default:
		return mc_names_qualified(decl);
	}
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

bool mc_names_is_in_std(tree decl)
{
	tree outermost = NULL_TREE;

	for (tree at = decl; at && TREE_CODE(at) != TRANSLATION_UNIT_DECL;
	     at = TYPE_P(at) ? TYPE_CONTEXT(at) : DECL_CONTEXT(at))
		outermost = at;
	return outermost && TREE_CODE(outermost) == NAMESPACE_DECL &&
	       DECL_NAME(outermost) && id_equal(DECL_NAME(outermost), "std");
}

/* GCC locates a C function where a system header declares it, even if it is the
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
