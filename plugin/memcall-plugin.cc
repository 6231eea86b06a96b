/* SPDX-License-Identifier: MIT */
/*
 * The GCC plugin: what GCC calls, through loader.cc.
 *
 *	gcc -fplugin=memcall [-fplugin-arg-memcall-KEY[=VALUE] ...]
 *
 * memcall_plugin_init reads the arguments (arguments.cc), and registers
 *
 *	the attribute  profile, as gnu:: and as memcall::
 *	memcall-wrap   before "lower", for each function: wraps the bodies of
 *	               functions that may be recorded (select.cc, instrument.cc)
 *	memcall-close  before "build_ssa_passes", for the whole unit, with the
 *	               call graph built and nothing optimised: unwraps what no
 *	               marked function reaches, and describes the unit
 *	memcall-counters before "profile", and after it: has counters go by the
 *	               names of the source (counters.cc)
 *	memcall-expand before "optimized", for each function, with all of GCC's
 *	               optimisations done: writes out what has been but marked
 *	               (expand.cc); with -flto behind "ssa"
 *	memcall-guard  before "shorten", for each function, as good as assembly
 *	               by then: puts its guard in front of it (guard.cc)
 *
 * In lto1 nothing is left to do: objects carry their hooks already.
 *
 * To look at the result: gcc -fdump-tree-memcall-wrap -fdump-tree-optimized.
 */
#include "gcc-compat.h"
#include "arguments.h"
#include "assembly.h"
#include "counters.h"
#include "describe.h"
#include "expand.h"
#include "guard.h"
#include "instrument.h"
#include "marks.h"
#include "select.h"
#include "single.h"
#include "unit.h"
#include "worlds.h"
#include "../runtime/memcall-abi.h"

#include <dlfcn.h>
#include <string>

int plugin_is_GPL_compatible;

extern "C" int memcall_plugin_init(struct plugin_name_args *plugin,
				   struct plugin_gcc_version *version);

/* The attribute */

static tree handle_profile_attribute(tree *node, tree name, tree, int,
				     bool *no_add)
{
	if (TREE_CODE(*node) == FUNCTION_DECL)
		return NULL_TREE;
	*no_add = true;
	warning(OPT_Wattributes,
		"%qE attribute ignored: it applies to functions, methods, "
		"function templates and lambdas",
		name);
	return NULL_TREE;
}

static const struct attribute_spec profile_attribute[] = {
	{"profile", 0, 0, false, false, false, false, handle_profile_attribute,
	 NULL},
	{NULL, 0, 0, false, false, false, false, NULL, NULL},
};

static void register_attributes(void *, void *)
{
	register_attribute(&profile_attribute[0]);
	mc_gcc_register_scoped(profile_attribute, "memcall");
}

/* The recorder that programs are to load. */
static const char *runtime_path;

/* The passes */

namespace
{

const pass_data wrap_data = {
	GIMPLE_PASS,
	"memcall-wrap",
	OPTGROUP_NONE,
	TV_NONE,
	PROP_gimple_any,
	0,
	0,
	0,
	0,
};

class wrap_pass : public gimple_opt_pass
{
      public:
	wrap_pass() : gimple_opt_pass(wrap_data, g)
	{
	}

	bool gate(function *) final override
	{
		return !mc_select_why_not_unit();
	}

	unsigned int execute(function *fun) final override
	{
		const char *why_not = mc_select_why_not(fun->decl);

		if (mc_assembly_defines_symbol(gimple_body(fun->decl))) {
			mc_select_report(fun->decl, "not instrumented",
					 "its assembly defines a symbol");
			return 0;
		}
		if (!why_not) {
			mc_instrument_wrap(fun);
			return 0;
		}
		if (mc_unit_is_own(fun->decl))
			return 0;
		mc_select_report(fun->decl, "not instrumented", why_not);
		if (mc_select_is_watched(fun->decl))
			mc_instrument_watch(fun);
		return 0;
	}
};

const pass_data close_data = {
	SIMPLE_IPA_PASS, "memcall-close", OPTGROUP_NONE, TV_NONE, 0, 0, 0, 0, 0,
};

class close_pass : public simple_ipa_opt_pass
{
      public:
	close_pass() : simple_ipa_opt_pass(close_data, g)
	{
	}

	bool gate(function *) final override
	{
		return !mc_select_why_not_unit();
	}

	unsigned int execute(function *) final override;
};

const pass_data expand_data = {
	GIMPLE_PASS,
	"memcall-expand",
	OPTGROUP_NONE,
	TV_NONE,
	PROP_cfg | PROP_ssa,
	0,
	0,
	0,
	0,
};

class expand_pass : public gimple_opt_pass
{
	bool is_early;

      public:
	expand_pass(bool early)
	    : gimple_opt_pass(expand_data, g), is_early(early)
	{
	}

	bool gate(function *) final override
	{
		return is_early == (flag_generate_lto || flag_generate_offload);
	}

	unsigned int execute(function *fun) final override
	{
		mc_expand_marks(fun);
		return 0;
	}
};

const pass_data counters_data = {
	SIMPLE_IPA_PASS,
	"memcall-counters",
	OPTGROUP_NONE,
	TV_NONE,
	0,
	0,
	0,
	0,
	0,
};

class counters_pass : public simple_ipa_opt_pass
{
      public:
	counters_pass() : simple_ipa_opt_pass(counters_data, g)
	{
	}

	unsigned int execute(function *) final override
	{
		mc_counters_swap_names();
		return 0;
	}
};

const pass_data guard_data = {
	RTL_PASS, "memcall-guard", OPTGROUP_NONE, TV_NONE, 0, 0, 0, 0, 0,
};

class guard_pass : public rtl_opt_pass
{
      public:
	guard_pass() : rtl_opt_pass(guard_data, g)
	{
	}

	unsigned int execute(function *) final override
	{
		mc_guard_write();
		return 0;
	}
};

/* True if calls of NODE may be recorded, here or in the unit that defines it.
 */
static bool may_be_recorded(cgraph_node *node)
{
	if (node->definition)
		return mc_instrument_is_wrapped(node->ultimate_alias_target());
	return mc_arguments.scope == MC_SCOPE_PROGRAM &&
	       !fndecl_built_in_p(node->decl) && !mc_marks_has(node->decl) &&
	       !in_system_header_at(DECL_SOURCE_LOCATION(node->decl));
}

static void report_copies(unsigned copies)
{
	if (mc_arguments.verbose)
		inform(UNKNOWN_LOCATION,
		       "memcall: %u functions of this unit have a copy that "
		       "records",
		       copies);
}

/* Keeps the wrappers that a marked function may reach. */
unsigned int close_pass::execute(function *)
{
	hash_set<cgraph_node *> *closure = mc_select_closure();
	cgraph_node *node;
	bool any = false;

	mc_single_prepare();
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
	{
		if (!mc_instrument_is_touched(node))
			continue;
		if (mc_assembly_is_definer(node)) {
			mc_select_report(node->decl, "not instrumented",
					 "assembly that it must inline defines "
					 "a symbol");
			mc_instrument_unwrap(node);
		} else if (!mc_instrument_is_wrapped(node)) {
			if (!closure->contains(node))
				mc_instrument_unwrap(node);
		} else if (closure->contains(node)) {
			mc_select_report(node->decl, "instrumented",
					 mc_select_is_marked(node->decl)
						 ? "it is marked"
						 : "a marked function may "
						   "reach it");
			any = true;
		} else {
			mc_select_report(node->decl, "not instrumented",
					 "no marked function reaches it");
			mc_instrument_unwrap(node);
		}
	}
	if (any)
		report_copies(mc_worlds_part(closure));
	delete closure;
	FOR_EACH_FUNCTION (node)
		if (any && may_be_recorded(node))
			mc_instrument_clear_purity(node);
	/* A unit that root= names nothing in has that to say. */
	if (any || !mc_arguments.roots.is_empty())
		mc_unit_finish(runtime_path);
	return 0;
}

} // namespace

static void register_passes(const char *plugin_name)
{
	struct register_pass_info wrap = {new wrap_pass, "lower", 1,
					  PASS_POS_INSERT_BEFORE};
	struct register_pass_info close = {new close_pass, "build_ssa_passes",
					   1, PASS_POS_INSERT_BEFORE};

	struct register_pass_info early = {new expand_pass(true), "ssa", 1,
					   PASS_POS_INSERT_AFTER};
	struct register_pass_info late = {new expand_pass(false), "optimized",
					  1, PASS_POS_INSERT_BEFORE};
	struct register_pass_info before = {new counters_pass, "profile", 1,
					    PASS_POS_INSERT_BEFORE};
	struct register_pass_info after = {new counters_pass, "profile", 1,
					   PASS_POS_INSERT_AFTER};
	struct register_pass_info guard = {new guard_pass, "shorten", 1,
					   PASS_POS_INSERT_BEFORE};

	register_callback(plugin_name, PLUGIN_PASS_MANAGER_SETUP, NULL, &wrap);
	register_callback(plugin_name, PLUGIN_PASS_MANAGER_SETUP, NULL, &close);
	register_callback(plugin_name, PLUGIN_PASS_MANAGER_SETUP, NULL, &early);
	register_callback(plugin_name, PLUGIN_PASS_MANAGER_SETUP, NULL, &late);
	register_callback(plugin_name, PLUGIN_PASS_MANAGER_SETUP, NULL, &guard);
	register_callback(plugin_name, PLUGIN_PASS_MANAGER_SETUP, NULL,
			  &before);
	register_callback(plugin_name, PLUGIN_PASS_MANAGER_SETUP, NULL, &after);
}

static void end_ipa_passes(void *, void *)
{
	mc_guard_drop_unused();
}

static void start_unit(void *, void *)
{
	mc_select_report_unit();
}

/* Set-up */

/*
 * Where the recorder is: in the folder of this file, else (the plugin is
 * installed in GCC's own folder) where `make install` put it.
 */
static const char *find_runtime(void)
{
	Dl_info info;
	char *path;

	if (!dladdr((void *)&find_runtime, &info))
		return MC_RUNTIME_PATH;
	path = realpath(info.dli_fname, NULL);
	if (!path)
		return MC_RUNTIME_PATH;

	std::string beside(path, strrchr(path, '/') + 1 - path);

	free(path);
	beside += MC_RUNTIME_FILE;
	return access(beside.c_str(), R_OK) ? MC_RUNTIME_PATH
					    : xstrdup(beside.c_str());
}

static bool compiles_c(void)
{
	return startswith(lang_hooks.name, "GNU C") ||
	       startswith(lang_hooks.name, "GNU Objective-C");
}

int memcall_plugin_init(struct plugin_name_args *plugin,
			struct plugin_gcc_version *)
{
	static const std::string help =
		"memcall: call graphs of functions with "
		"__attribute__((profile))\n" +
		mc_arguments_help();
	static struct plugin_info info = {MC_VERSION, help.c_str()};

	if (!mc_arguments_read(plugin))
		return 1;
	register_callback(plugin->base_name, PLUGIN_INFO, NULL, &info);
	if (!compiles_c())
		return 0;
	mc_describe_init(plugin->base_name);
	mc_marks_init(plugin->base_name);
	runtime_path = find_runtime();
	register_callback(plugin->base_name, PLUGIN_ATTRIBUTES,
			  register_attributes, NULL);
	register_callback(plugin->base_name, PLUGIN_START_UNIT, start_unit,
			  NULL);
	register_callback(plugin->base_name, PLUGIN_ALL_IPA_PASSES_END,
			  end_ipa_passes, NULL);
	register_passes(plugin->base_name);
	return 0;
}
