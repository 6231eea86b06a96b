/* SPDX-License-Identifier: MIT */
/*
 * The GCC plugin: what GCC calls, through loader.cc.
 *
 *	gcc -fplugin=memcall [-fplugin-arg-memcall-KEY[=VALUE] ...]
 *
 * memcall_plugin_init reads the arguments (arguments.cc), and registers the
 * attribute `profile`, as gnu:: and as memcall::, and the passes (passes.cc).
 */
#include "gcc-compat.h"
#include "arguments.h"
#include "describe.h"
#include "languages.h"
#include "marks.h"
#include "slots.h"
#include "passes.h"
#include "select.h"
#include "trials.h"
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
	if (TREE_CODE(*node) == FUNCTION_DECL) {
		mc_trials_note_attribute();
		mc_select_report_unit(true);
		return NULL_TREE;
	}
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

/* The loader, as it was named, and this file. */
static const char *loader_file, *plugin_file;

/* A build that goes by -MD compiles again when the plugin is another. */
static void start_unit(void *, void *)
{
	if (loader_file)
		mc_gcc_depend_on(loader_file);
	if (plugin_file)
		mc_gcc_depend_on(plugin_file);
}

static void report_unit(void *, void *)
{
	mc_select_report_unit(false);
}

static void report_language(void *, void *)
{
	mc_languages_report();
}

/* Set-up */

/*
 * The path of the recorder: in the folder of this file; else, where the plugin
 * is installed in GCC's own folder, where `make install` put it.
 */
static const char *find_runtime(void)
{
	Dl_info info;
	char *path;

	if (!dladdr((void *)&find_runtime, &info))
		return MC_RUNTIME_PATH;
	plugin_file = xstrdup(info.dli_fname);
	path = realpath(info.dli_fname, NULL);
	if (!path)
		return MC_RUNTIME_PATH;

	std::string beside(path, strrchr(path, '/') + 1 - path);

	free(path);
	beside += MC_RUNTIME_FILE;
	return access(beside.c_str(), R_OK) ? MC_RUNTIME_PATH
					    : xstrdup(beside.c_str());
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
	if (!mc_languages_find()) {
		register_callback(plugin->base_name, PLUGIN_START_UNIT,
				  report_language, NULL);
		return 0;
	}
	mc_describe_init(plugin->base_name);
	mc_marks_init(plugin->base_name);
	mc_slots_init(plugin->base_name);
	register_callback(plugin->base_name, PLUGIN_ATTRIBUTES,
			  register_attributes, NULL);
	loader_file = plugin->full_name;
	register_callback(plugin->base_name, PLUGIN_START_UNIT, start_unit,
			  NULL);
	register_callback(plugin->base_name, PLUGIN_ALL_IPA_PASSES_START,
			  report_unit, NULL);
	mc_passes_register(plugin->base_name, find_runtime());
	return 0;
}
