/* SPDX-License-Identifier: MIT */
/*
 * Selection: roots, closure, exceptions.
 *
 * A function is recorded if a marked function can reach it.  What the program
 * does at run time decides which calls are recorded (only those within an
 * extent), so the closure may be too large without a wrong number, but never
 * too small.  Within the unit it follows GCC's call graph: direct calls lead to
 * the callee, through aliases and thunks.  Virtual calls, calls through a
 * pointer, and calls of another unit, which may call back unless its function
 * is declared to be a leaf, lead to every function of the unit whose address is
 * taken (virtual functions, by their tables, among them).
 *
 * scope=program adds what other units could call from an extent of theirs:
 * functions visible outside the unit, and those whose address is taken.
 *
 * Runs in GCC, single-threaded.
 */
#include "select.h"
#include "arguments.h"
#include "gimple-build.h"
#include "languages.h"
#include "names.h"
#include "trials.h"

#include <fnmatch.h>

/* A program that records itself needs thread-local storage, the C library and
   its dynamic linker. */
static const char *why_not_options(void)
{
	static const char *const code_model = mc_gcc_option_value("-mcmodel=");
	static const bool is_for_musl = mc_gcc_is_for_musl();

	if (POINTER_SIZE != 64)
		return "it is not 64-bit code";
	if (!mc_gcc_is_hosted())
		return "it is freestanding";
	if (code_model && !strcmp(code_model, "kernel"))
		return "it is kernel code";
	if (is_for_musl)
		return "it is for musl, but the recorder, and -lmemcall, need "
		       "glibc";
	/* What runs in a transaction may call nothing that is not safe there.
	 */
	if (flag_tm)
		return "it may have transactions (-fgnu-tm)";
	return NULL;
}

const char *mc_select_why_not_unit(void)
{
	const char *why_not = why_not_options();

	return why_not ? why_not : mc_trials_why_not();
}

void mc_select_report_unit(bool is_marked)
{
	const char *why_not = mc_select_why_not_unit();
	static bool is_told;

	if (!why_not || is_told || in_lto_p)
		return;
	is_told = mc_arguments.verbose;
	/* Trials are judged by what the compiler says. */
	if (!mc_trials_why_not())
		is_told |= is_marked || POINTER_SIZE != 64 ||
			   !mc_arguments.roots.is_empty();
	if (is_told)
		inform(UNKNOWN_LOCATION,
		       "memcall: nothing of this unit is recorded: %s",
		       why_not);
}

/* True if GLOB matches DECL: its signature if GLOB has a parenthesis, else its
   qualified name. */
static bool glob_matches(const char *glob, tree decl)
{
	if (!strchr(glob, '('))
		return !fnmatch(glob, mc_names_qualified(decl), 0);
	return !fnmatch(glob, mc_names_signature(decl).c_str(), 0);
}

bool mc_select_root_matches(const char *glob, tree decl)
{
	return glob_matches(glob, decl);
}

static bool any_glob_matches(const vec<const char *> &globs, tree decl)
{
	const char *glob;
	unsigned i;

	FOR_EACH_VEC_ELT (globs, i, glob)
		if (glob_matches(glob, decl))
			return true;
	return false;
}

static bool has_attribute(tree decl, const char *name)
{
	return lookup_attribute(name, DECL_ATTRIBUTES(mc_names_written(decl)));
}

/* To resume a coroutine is to enter it, to destroy it is not. */
bool mc_select_is_marked(tree decl)
{
	return mc_names_part(decl) != COROUTINE_DESTROYER &&
	       (has_attribute(decl, "profile") ||
		any_glob_matches(mc_arguments.roots, decl));
}

/*
 * GCC makes functions that the programmer never wrote.  Lambda bodies and
 * implicit members are theirs all the same; these are not.
 */
static bool is_plumbing(tree decl)
{
	if (!DECL_ARTIFICIAL(decl))
		return false;
	if (DECL_STATIC_CONSTRUCTOR(decl) || DECL_STATIC_DESTRUCTOR(decl))
		return true;

	const char *name =
		DECL_NAME(decl) ? IDENTIFIER_POINTER(DECL_NAME(decl)) : "";

	return startswith(name, "_GLOBAL__") || startswith(name, "_Z41__") ||
	       startswith(name, "__static_initialization") ||
	       startswith(name, "_FUN") || startswith(name, "__tls_init") ||
	       startswith(name, "_ZTW") || startswith(name, "_ZTH") ||
	       strstr(name, "._omp_fn") || strstr(name, "._omp_cpyfn");
}

const char *mc_select_why_not(tree decl)
{
	if (is_plumbing(decl) || mc_languages_is_made(decl))
		return "made by the compiler";
	if (mc_names_part(decl) == COROUTINE_DESTROYER)
		return "destroys a coroutine";
	if (mc_names_is_variant_wrapper(decl))
		return "only passes on to a variant of itself";
	if (has_attribute(decl, "no_instrument_function"))
		return "has no_instrument_function";
	if (has_attribute(decl, "naked"))
		return "is naked";
	if (has_attribute(decl, "ifunc"))
		return "is resolved when the program is loaded";
	if (setjmp_call_p(decl) || DECL_IS_RETURNS_TWICE(decl))
		return "returns twice";
	if (mc_select_is_marked(decl))
		return NULL;
	if (!mc_arguments.headers &&
	    (in_system_header_at(mc_names_place(decl)) ||
	     mc_languages_is_of_library(decl)))
		return "is from a system header (argument headers includes "
		       "them)";
	if (any_glob_matches(mc_arguments.skips, decl))
		return "skip= names it";
	return NULL;
}

bool mc_select_is_opaque(tree decl)
{
	return has_attribute(decl, "naked") ||
	       has_attribute(decl, "no_instrument_function");
}

bool mc_select_is_watched(tree decl)
{
	return !is_plumbing(decl) && !mc_select_is_opaque(decl) &&
	       gimple_has_body_p(decl);
}

static void reach(hash_set<cgraph_node *> *set, vec<cgraph_node *> *work,
		  cgraph_node *node)
{
	node = node->ultimate_alias_target();
	while (node->thunk && node->callees)
		node = node->callees->callee->ultimate_alias_target();
	if (node->definition && !set->add(node))
		work->safe_push(node);
}

/* True if somebody may call NODE whom the unit's call graph does not show. */
static bool entered_from_outside(cgraph_node *node)
{
	return node->externally_visible || TREE_PUBLIC(node->decl) ||
	       node->address_taken;
}

/* True if CALLEE is defined elsewhere, and not declared to be a leaf, which
   comes back by returning alone.  The C library promises that of exit, too. */
static bool may_call_back(cgraph_node *callee)
{
	int flags = flags_from_decl_or_type(callee->decl);

	if (fndecl_built_in_p(callee->decl, BUILT_IN_NORMAL) &&
	    (DECL_FUNCTION_CODE(callee->decl) == BUILT_IN_DWARF_CFA ||
	     DECL_FUNCTION_CODE(callee->decl) == BUILT_IN_THREAD_POINTER))
		return false;
	return !callee->ultimate_alias_target()->definition &&
	       (!(flags & ECF_LEAF) || flags & ECF_NORETURN);
}

/* Adds what NODE calls.  True if it calls what cannot be seen from here. */
static bool reach_callees(hash_set<cgraph_node *> *set,
			  vec<cgraph_node *> *work, cgraph_node *node)
{
	bool leaves = false;

	for (cgraph_edge *e = node->indirect_calls; e; e = e->next_callee)
		leaves |=
			!e->call_stmt || !mc_gimple_is_hook_call(e->call_stmt);
	for (cgraph_edge *e = node->callees; e; e = e->next_callee) {
		reach(set, work, e->callee);
		leaves |= may_call_back(e->callee);
	}
	return leaves;
}

/* True if DECL is the main of C++, which nobody can call. */
static bool is_main(tree decl)
{
	return MAIN_NAME_P(DECL_NAME(decl)) && DECL_FILE_SCOPE_P(decl) &&
	       startswith(lang_hooks.name, "GNU C++");
}

hash_set<cgraph_node *> *mc_select_closure(void)
{
	hash_set<cgraph_node *> *set = new hash_set<cgraph_node *>;
	bool program = mc_arguments.scope == MC_SCOPE_PROGRAM;
	bool callbacks = false;
	auto_vec<cgraph_node *> work;
	cgraph_node *node;

	FOR_EACH_DEFINED_FUNCTION (node) {
		if (mc_select_is_marked(node->decl) ||
		    (program && entered_from_outside(node) &&
		     !is_main(node->decl)))
			reach(set, &work, node);
	}
	while (!work.is_empty()) {
		if (!reach_callees(set, &work, work.pop()) || callbacks)
			continue;
		callbacks = true;
		FOR_EACH_DEFINED_FUNCTION (node)
			if (node->address_taken)
				reach(set, &work, node);
	}
	return set;
}

void mc_select_report(tree decl, const char *what, const char *why)
{
	/* A coroutine's ramp alone stands for it. */
	if (mc_arguments.verbose && mc_names_written(decl) == decl)
		inform(mc_names_place(decl), "memcall: %qs %s: %s",
		       mc_names_shown(decl), what, why);
}
