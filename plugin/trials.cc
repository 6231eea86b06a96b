/* SPDX-License-Identifier: MIT */
/*
 * Trials: the small programs by which configure scripts, CMake and Meson find
 * out what a compiler can do.
 *
 * They are compiled with the flags of the project, and some are run.  If root=
 * marks main, each of these would leave a profile, in a build that happens to
 * run with MEMCALL_OUT.  And some are judged by every byte that the compiler,
 * the linker or the program says.  So they stay what they are without the
 * plugin.  A trial that has the attribute itself is recorded: it was meant to
 * be.
 *
 * Runs in GCC, single-threaded.
 */
#include "trials.h"
#include "arguments.h"

#include <fnmatch.h>
#include <string>

static bool has_attribute;

void mc_trials_note_attribute(void)
{
	has_attribute = true;
}

/* Names of files that are trials. */
static const char *const files[] = {
	"conftest*", /* Autoconf, SCons */
	"_configtest.*", /* Python's distutils */
};

/* Paths that are trials, and folders that the compiler is run in for one. */
static const char *const paths[] = {
	"*/CMakeFiles/CMakeScratch/*", /* CMake, try_compile and try_run */
	"*/CMakeFiles/CMakeTmp/*", /* the same, before CMake 3.25 */
	"*/CMakeFiles/*/CompilerId*/*", /* CMake, which compiler this is */
	"*/meson-private/*", /* Meson */
	"*/.conf_check_*/*", /* waf */
	"*/config.tests/*", /* qmake */
};

/* True if GLOB matches the file of the unit: the path if GLOB has a slash, as
   the compiler was given it or in full, else its last part. */
static bool matches(const char *glob, const char *path)
{
	char *real;
	bool does;

	if (!strchr(glob, '/'))
		return !fnmatch(glob, lbasename(path), 0);
	if (!fnmatch(glob, path, 0))
		return true;
	real = lrealpath(path);
	does = !fnmatch(glob, real, 0);
	free(real);
	return does;
}

static bool is_skipped(const char *path)
{
	const char *glob;
	unsigned i;

	FOR_EACH_VEC_ELT (mc_arguments.skipped_units, i, glob)
		if (matches(glob, path))
			return true;
	return false;
}

static bool is_trial(const char *path)
{
	std::string folder = std::string(getpwd() ?: "") + "/";

	for (const char *glob : files)
		if (matches(glob, path))
			return true;
	for (const char *glob : paths)
		if (matches(glob, path) || !fnmatch(glob, folder.c_str(), 0))
			return true;
	return false;
}

const char *mc_trials_why_not(void)
{
	/* The link of -flto has no file. */
	static const char *const path = in_lto_p ? NULL : main_input_filename;
	static const bool skipped = path && is_skipped(path);
	static const bool trial = path && is_trial(path);

	if (skipped)
		return "skip-unit= names it";
	if (trial && !has_attribute)
		return "it is a trial of the compiler, without the attribute";
	return NULL;
}
