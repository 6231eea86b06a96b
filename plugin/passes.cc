/* SPDX-License-Identifier: MIT */
/*
 * The plugin's passes.  See passes.h.
 *
 * A pass asks others to do its work; only what the unit keeps of it is decided
 * here, as that depends on several of them.
 *
 * Runs in GCC, single-threaded.
 */
#include "passes.h"
#include "arguments.h"
#include "assembly.h"
#include "beginnings.h"
#include "counters.h"
#include "expand.h"
#include "guard.h"
#include "instrument.h"
#include "label-tables.h"
#include "languages.h"
#include "marks.h"
#include "purity.h"
#include "relay.h"
#include "select.h"
#include "single.h"
#include "unit.h"
#include "unwrap.h"
#include "worlds.h"

/* The recorder that programs are to load. */
static const char *runtime_path;

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

		mc_languages_complete();
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
		if (!is_early)
			mc_beginnings_fold(fun);
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
		mc_beginnings_insert();
		mc_relay_insert();
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

/* Unwraps NODE unless it may run in an extent, as those in CLOSURE may.  True
   if NODE is instrumented. */
static bool keep(cgraph_node *node, hash_set<cgraph_node *> *closure)
{
	const char *why_not = NULL;

	if (mc_assembly_is_definer(node))
		why_not = "assembly that it must inline defines a symbol";
	else if (mc_instrument_is_wrapped(node) && !closure->contains(node))
		why_not = "no marked function reaches it";
	if (why_not)
		mc_select_report(node->decl, "not instrumented", why_not);
	if (why_not || !closure->contains(node)) {
		mc_unwrap_function(node);
		return false;
	}
	if (!mc_instrument_is_wrapped(node))
		return false;
	mc_select_report(node->decl, "instrumented",
			 mc_select_is_marked(node->decl)
				 ? "it is marked"
				 : "a marked function may reach it");
	return true;
}

unsigned int close_pass::execute(function *)
{
	hash_set<cgraph_node *> *closure = mc_select_closure();
	cgraph_node *node;
	bool any = false;

	mc_single_prepare();
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
	{
		if (mc_instrument_is_touched(node))
			any |= keep(node, closure);
	}
	if (any)
		report_copies(mc_worlds_part(closure));
	mc_label_tables_end();
	delete closure;
	FOR_EACH_FUNCTION (node)
		if (any && may_be_recorded(node))
			mc_purity_clear(node);
	/* A unit that root= names nothing in has that to say. */
	if (any || !mc_arguments.roots.is_empty())
		mc_unit_finish(runtime_path);
	return 0;
}

} // namespace

static void end_ipa_passes(void *, void *)
{
	mc_guard_drop_unused();
}

void mc_passes_register(const char *plugin_name, const char *runtime)
{
	struct register_pass_info passes[] = {
		{new wrap_pass, "lower", 1, PASS_POS_INSERT_BEFORE},
		{new close_pass, "build_ssa_passes", 1, PASS_POS_INSERT_BEFORE},
		{new expand_pass(true), "ssa", 1, PASS_POS_INSERT_AFTER},
		{new expand_pass(false), "optimized", 1,
		 PASS_POS_INSERT_BEFORE},
		{new guard_pass, "shorten", 1, PASS_POS_INSERT_BEFORE},
		{new counters_pass, "profile", 1, PASS_POS_INSERT_BEFORE},
		{new counters_pass, "profile", 1, PASS_POS_INSERT_AFTER},
	};

	runtime_path = runtime;
	for (struct register_pass_info &pass : passes)
		register_callback(plugin_name, PLUGIN_PASS_MANAGER_SETUP, NULL,
				  &pass);
	register_callback(plugin_name, PLUGIN_ALL_IPA_PASSES_END,
			  end_ipa_passes, NULL);
}
