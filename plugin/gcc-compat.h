/* SPDX-License-Identifier: MIT */
/*
 * GCC, as the plugin sees it: the only file that includes GCC's headers or asks
 * for its version.  What differs between versions gets a name here
 * (mc_gcc_*); the rest of the plugin has no #if.
 *
 * Order matters: gcc-plugin.h first, and since GCC 13 gimple.h and
 * gimple-iterator.h before gimple-fold.h.
 */
#ifndef MC_GCC_COMPAT_H
#define MC_GCC_COMPAT_H

#include "gcc-plugin.h"
#include "plugin-version.h"

#include "tree.h"
#include "function.h"
#include "basic-block.h"
#include "predict.h"
#include "gimple.h"
#include "gimple-predict.h"
#include "gimple-iterator.h"
#include "gimple-walk.h"
#include "gimple-low.h"
#include "tree-pass.h"
#include "context.h"
#include "cgraph.h"
#include "ipa-utils.h"
#include "stringpool.h"
#include "attribs.h"
#include "diagnostic-core.h"
#include "langhooks.h"
#include "varasm.h"
#include "stor-layout.h"
#include "fold-const.h"
#include "tree-iterator.h"
#include "gimplify.h"
#include "calls.h"
#include "cfgloop.h"
#include "except.h"
#include "tree-eh.h"
#include "tree-cfg.h"
#include "ssa.h"
#include "tree-ssa.h"
#include "tree-into-ssa.h"
#include "tree-cfgcleanup.h"
#include "tree-inline.h"
#include "gimple-expr.h"
#include "cfghooks.h"
#include "cfganal.h"
#include "options.h"
#include "opts.h"
#include "toplev.h"
#include "output.h"
#include "target.h"
#include "file-prefix-map.h"

#if GCCPLUGIN_VERSION_MAJOR < 12
static inline bool startswith(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}
#endif

/* False with -ffreestanding: there may be no C library.  C and C++ have the
   flag; the compilers proper of other languages need not. */
extern int flag_hosted __attribute__((weak));

static inline bool mc_gcc_is_hosted(void)
{
	return !&flag_hosted || flag_hosted;
}

/* What the last option of the command line that begins with NAME says behind
   that; NULL: there is none. */
static inline const char *mc_gcc_option_value(const char *name)
{
	for (unsigned i = save_decoded_options_count; i-- > 0;) {
		const char *text = save_decoded_options[i].canonical_option[0];

		if (text && startswith(text, name))
			return text + strlen(name);
	}
	return NULL;
}

static inline void mc_gcc_suppress_warnings(gimple *stmt)
{
#if GCCPLUGIN_VERSION_MAJOR >= 12
	suppress_warning(stmt);
#else
	gimple_set_no_warning(stmt, true);
#endif
}

/* After changes to the control flow of the current function, which is no longer
   current then. */
static inline void mc_gcc_finish_body(void)
{
	free_dominance_info(CDI_DOMINATORS);
	free_dominance_info(CDI_POST_DOMINATORS);
	cleanup_tree_cfg();
	cgraph_edge::rebuild_edges();
	pop_cfun();
}

/* A copy of the function, local to the unit, under its name and SUFFIX. */
static inline cgraph_node *mc_gcc_copy(cgraph_node *node, const char *suffix)
{
	return node->create_version_clone_with_body(vNULL, NULL, NULL, NULL,
						    NULL, suffix, NULL_TREE);
}

/* GCC 12 added `ignored_p`, GCC 14 one argument instead of three. */
static inline void mc_gcc_register_scoped(const struct attribute_spec *table,
					  const char *name_space)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
	static scoped_attribute_specs specs = {name_space, {table, 1}};

	register_scoped_attributes(specs);
#elif GCCPLUGIN_VERSION_MAJOR >= 12
	register_scoped_attributes(table, name_space, false);
#else
	register_scoped_attributes(table, name_space);
#endif
}

#endif
