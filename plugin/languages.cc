/* SPDX-License-Identifier: MIT */
/*
 * Knows languages.  See languages.h.
 *
 * Runs in GCC, single-threaded.
 */
#include "languages.h"

#include <map>

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
	return {name, name, ""};
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

		return {name, name, ""};
	}

	std::string signature = text;

	free(text);
	return {without_parameters(signature), signature, ""};
}

/* Ada */

/* NAME, of a type, as it is written where the subprogram SUBPROGRAM is
   declared: without the packages and subprograms that both are in. */
static std::string visible(const std::string &name,
			   const std::string &subprogram)
{
	size_t kept = 0;

	for (size_t i = 0; i < name.size() && i < subprogram.size() &&
			   name[i] == subprogram[i];
	     i++)
		if (name[i] == '.')
			kept = i + 1;
	return name.substr(kept);
}

/* Objects that do not fit a register go by reference, and so does `out`. */
static std::string type_name(tree type, const std::string &subprogram)
{
	std::string name;
	size_t last;

	if (TREE_CODE(type) == REFERENCE_TYPE)
		type = TREE_TYPE(type);
	if (TYPE_NAME(type) && TREE_CODE(TYPE_NAME(type)) == TYPE_DECL)
		name = lang_hooks.decl_printable_name(TYPE_NAME(type), 1);
	last = name.rfind('.') + 1;
	/* Names that GNAT has made have capitals. */
	if (last < name.size() && !ISUPPER(name[last]))
		return visible(name, subprogram);
	if (POINTER_TYPE_P(type))
		return "access " + type_name(TREE_TYPE(type), subprogram);
	return "<>";
}

/* " (integer, point)"; "" without any.  Bounds and levels that GNAT passes
   besides are called by a small and a capital letter: sL. */
static std::string parameters_of(tree decl, const std::string &subprogram)
{
	std::string list;

	for (tree at = DECL_ARGUMENTS(decl); at; at = DECL_CHAIN(at)) {
		const char *name =
			DECL_NAME(at) ? IDENTIFIER_POINTER(DECL_NAME(at)) : "";

		if (!*name || DECL_ARTIFICIAL(at) ||
		    ISUPPER(name[strlen(name) - 1]))
			continue;
		list += (list.empty() ? " (" : ", ") +
			type_name(TREE_TYPE(at), subprogram);
	}
	return list.empty() ? list : list + ")";
}

/* The symbol of a task's body ends in TB or TKB and perhaps a number.  GNAT's
   own decoder leaves a T of it.  That of another subprogram of the same name
   ends in __2, and one inside of that in __1_2, which the decoder leaves. */
static struct mc_language_names name_ada(tree decl)
{
	std::string name = lang_hooks.decl_printable_name(decl, 1);
	std::string symbol = symbol_of(decl);
	size_t length = symbol.find_last_not_of(".0123456789") + 1;

	if (length > 2 && symbol[length - 1] == 'B' &&
	    (symbol[length - 2] == 'T' || symbol[length - 2] == 'K') &&
	    name.size() > 1 && name.back() == 'T')
		name.pop_back();
	length = name.find_last_not_of("0123456789_");
	if (length < name.size() && name[length] == '.' &&
	    length + 1 < name.size())
		name.resize(length);
	return {name, name + parameters_of(decl, name),
		type_name(TREE_TYPE(TREE_TYPE(decl)), name)};
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

/* What functions of the unit are called, by DECL_UID, and how many have a name,
   or a name and parameters. */
static struct unit_names {
	std::map<unsigned, struct mc_language_names> names;
	std::map<std::string, int> sharers;
} * unit;

/* Nothing that is called has been removed yet: names are the same at each level
   of optimisation.  For -flto GCC soon forgets what the language says. */
static void find_names(void)
{
	cgraph_node *node;

	unit = new unit_names;
	FOR_EACH_FUNCTION (node) {
		struct mc_language_names names = language->names(node->decl);

		unit->names[DECL_UID(node->decl)] = names;
		if (!node->definition || node->alias || node->thunk ||
		    mc_languages_is_made(node->decl))
			continue;
		++unit->sharers[names.qualified];
		if (names.signature != names.qualified)
			++unit->sharers[names.signature];
	}
}

bool mc_languages_name(tree decl, struct mc_language_names *names)
{
	if (!language || !language->names)
		return false;
	if (unit && unit->names.count(DECL_UID(decl)))
		*names = unit->names[DECL_UID(decl)];
	else
		*names = language->names(decl);
	return true;
}

bool mc_languages_shown(tree decl, std::string *name)
{
	struct mc_language_names names;

	if (!mc_languages_name(decl, &names))
		return false;
	*name = names.qualified;
	if (!unit || unit->sharers[*name] < 2)
		return true;
	*name = names.signature;
	if (unit->sharers[*name] > 1 && !names.result.empty())
		*name += " return " + names.result;
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
	if (language && language->names)
		find_names();
	address = build_function_type_list(ptr_type_node, NULL_TREE);
	declare(BUILT_IN_DWARF_CFA, "__builtin_dwarf_cfa", address);
	declare(BUILT_IN_THREAD_POINTER, "__builtin_thread_pointer", address);
	declare(BUILT_IN_UNREACHABLE, "__builtin_unreachable",
		build_function_type_list(void_type_node, NULL_TREE));
}
