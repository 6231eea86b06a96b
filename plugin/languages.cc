/* SPDX-License-Identifier: MIT */
/*
 * Knows languages.  See languages.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "languages.h"

/* libiberty's, which all compilers proper export. */
extern "C" char *dlang_demangle(const char *mangled, int options);

static std::string symbol_of(tree decl)
{
	const char *name = IDENTIFIER_POINTER(DECL_ASSEMBLER_NAME(decl));

	return name[0] == '*' ? name + 1 : name;
}

/* Fortran */

/* A procedure of a module has the symbol __MODULE_MOD_NAME; Fortran has lower
   case only.  One inside of another, which may be in a module, has a number
   behind its name. */
static struct mc_language_names name_fortran(tree decl)
{
	static const char middle[] = "_MOD_";
	std::string symbol = symbol_of(decl), name;
	tree around = DECL_CONTEXT(decl);
	size_t at = symbol.find(middle);

	if (around && TREE_CODE(around) == FUNCTION_DECL)
		name = name_fortran(around).qualified +
		       "::" + IDENTIFIER_POINTER(DECL_NAME(decl));
	else if (startswith(symbol.c_str(), "__") && at != std::string::npos)
		name = symbol.substr(2, at - 2) +
		       "::" + symbol.substr(at + strlen(middle));
	else
		name = IDENTIFIER_POINTER(DECL_NAME(decl));
	return {name, name};
}

/* Names of Fortran begin with a letter; those of what copies, finalises and
   describes types do not. */
static bool is_made_by_gfortran(tree decl)
{
	return DECL_NAME(decl) && IDENTIFIER_POINTER(DECL_NAME(decl))[0] == '_';
}

/* D */

/* SIGNATURE without parameters: what is in parentheses goes, and what stands
   behind the last ones, but not the arguments of templates, !(T). */
static std::string without_parameters(const std::string &signature)
{
	std::string name;
	int depth = 0, kept = 0;
	size_t end = signature.rfind(')');

	for (size_t i = 0; i < signature.size(); i++) {
		char c = signature[i];

		if (c == '(' &&
		    (kept || (!depth && i > 0 && signature[i - 1] == '!')))
			kept++;
		else if (c == '(')
			depth++;
		if (!depth && (kept || end == std::string::npos || i < end))
			name += c;
		if (c == ')' && kept)
			kept--;
		else if (c == ')')
			depth--;
	}
	return name;
}

static struct mc_language_names name_d(tree decl)
{
	char *text = dlang_demangle(symbol_of(decl).c_str(), 0);

	if (!text) {
		std::string name = lang_hooks.decl_printable_name(decl, 1);

		return {name, name};
	}

	std::string signature = text;

	free(text);
	return {without_parameters(signature), signature};
}

/* Ada */

/* The symbol of a task's body ends in TB or TKB and perhaps a number.  GNAT's
   own decoder leaves a T of it. */
static struct mc_language_names name_ada(tree decl)
{
	std::string name = lang_hooks.decl_printable_name(decl, 1);
	std::string symbol = symbol_of(decl);
	size_t length = symbol.find_last_not_of(".0123456789") + 1;

	if (length > 2 && symbol[length - 1] == 'B' &&
	    (symbol[length - 2] == 'T' || symbol[length - 2] == 'K') &&
	    name.size() > 1 && name.back() == 'T')
		name.pop_back();
	return {name, name};
}

/* What GNAT makes for types (initialisation, equality, streams) has no place
   in the source. */
static bool is_made_by_gnat(tree decl)
{
	return DECL_SOURCE_LOCATION(decl) <= BUILTINS_LOCATION;
}

/* The table */

struct language {
	const char *name; /* how GCC's name of it begins */
	struct mc_language_names (*names)(tree decl);
	bool (*is_made)(tree decl);
};

/* Go is missing: a goroutine goes on in another thread at any call, and what
   recorded code knows is where the thread was that it began in. */
static const struct language languages[] = {
	{"GNU C", NULL, NULL}, /* C++, too */
	{"GNU Objective-C", NULL, NULL},
	{"GNU Fortran", name_fortran, is_made_by_gfortran},
	{"GNU D", name_d, NULL},
	{"GNU Ada", name_ada, is_made_by_gnat},
};

/* What -flto links is in no language, and has been instrumented. */
static const char link_time[] = "GNU GIMPLE";

static const struct language *language;

/* "GNU C" is not the beginning of "GNU COBOL". */
static bool is_called(const char *name)
{
	return startswith(lang_hooks.name, name) &&
	       !ISUPPER(lang_hooks.name[strlen(name)]);
}

bool mc_languages_find(void)
{
	for (const struct language &l : languages)
		if (is_called(l.name))
			language = &l;
	return language != NULL;
}

void mc_languages_report(void)
{
	const char *why =
		is_called("GNU Go")
			? ", whose goroutines go from thread to thread"
			: "";

	if (strcmp(lang_hooks.name, link_time))
		inform(UNKNOWN_LOCATION,
		       "memcall: nothing of this unit is recorded: it is %s%s; "
		       "what can be is C, C++, Objective-C, Fortran, D and Ada",
		       lang_hooks.name, why);
}

bool mc_languages_name(tree decl, struct mc_language_names *names)
{
	if (!language || !language->names)
		return false;
	*names = language->names(decl);
	return true;
}

bool mc_languages_is_made(tree decl)
{
	return language && language->is_made && language->is_made(decl);
}

bool mc_languages_is_of_library(tree decl)
{
	static const char folder[] = MC_PLUGIN_DIR;
	const char *file = DECL_SOURCE_FILE(decl);

	/* With the slash in front of its last part, "plugin". */
	return file &&
	       !strncmp(file, folder, strrchr(folder, '/') + 1 - folder);
}

/* What a compiler may lack */

static void declare(enum built_in_function code, const char *name, tree type)
{
	tree decl;

	if (builtin_decl_explicit(code))
		return;
	decl = build_decl(BUILTINS_LOCATION, FUNCTION_DECL,
			  get_identifier(name), type);
	TREE_PUBLIC(decl) = 1;
	DECL_EXTERNAL(decl) = 1;
	TREE_NOTHROW(decl) = 1;
	set_decl_built_in_function(decl, BUILT_IN_NORMAL, code);
	set_builtin_decl(code, decl, true);
}

void mc_languages_complete(void)
{
	static bool is_complete;
	tree address;

	if (is_complete)
		return;
	is_complete = true;
	address = build_function_type_list(ptr_type_node, NULL_TREE);
	declare(BUILT_IN_DWARF_CFA, "__builtin_dwarf_cfa", address);
	declare(BUILT_IN_THREAD_POINTER, "__builtin_thread_pointer", address);
	declare(BUILT_IN_UNREACHABLE, "__builtin_unreachable",
		build_function_type_list(void_type_node, NULL_TREE));
}
