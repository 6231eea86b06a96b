/* SPDX-License-Identifier: MIT */
/*
 * memcall.so, what -fplugin= names: checks that this GCC is the one that the
 * plugin was built for, and only then loads it (memcall-gcc.so, beside this
 * file).  For another GCC it looks for a plugin that `memcall build-plugin` has
 * built for that one, so that one -fplugin= serves several.
 *
 * Two files, because GCC binds all symbols of a plugin before it calls it.  One
 * that was built for another version fails there, with the name of a missing
 * symbol instead of a reason.  This file needs none of GCC's symbols.
 */
#include "gcc-plugin.h"
#include "plugin-version.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int plugin_is_GPL_compatible;

/* The name that the plugin was loaded by.  GCC loads plugins with RTLD_GLOBAL:
   a second copy of this file finds the variable of the first. */
extern "C" const char *memcall_plugin_name;
const char *memcall_plugin_name;

typedef int init_fn(struct plugin_name_args *, struct plugin_gcc_version *);

/* Reports an error through GCC, so that it counts and looks like GCC's. */
static int fail(const char *message)
{
	/* void error(const char *, ...); the same in all versions. */
	void (*error)(const char *, ...) = (void (*)(const char *, ...))dlsym(
		RTLD_DEFAULT, "_Z5errorPKcz");

	if (error)
		error("%s", message);
	else
		fprintf(stderr, "error: %s\n", message);
	return 1;
}

/* Compares what GCC's plugin_default_version_check does. */
static bool is_same_gcc(const struct plugin_gcc_version *gcc)
{
	return !strcmp(gcc->basever, gcc_version.basever) &&
	       !strcmp(gcc->datestamp, gcc_version.datestamp) &&
	       !strcmp(gcc->devphase, gcc_version.devphase) &&
	       !strcmp(gcc->revision, gcc_version.revision) &&
	       !strcmp(gcc->configuration_arguments,
		       gcc_version.configuration_arguments);
}

static int fail_twice(const char *name)
{
	char message[512];

	snprintf(message, sizeof(message),
		 "memcall: the plugin is loaded twice, as %s and as %s; leave "
		 "out one -fplugin=",
		 memcall_plugin_name, name);
	return fail(message);
}

/* The folder of this file, with a slash, in FOLDER; links followed. */
static bool find_folder(char folder[PATH_MAX])
{
	Dl_info info;

	if (!dladdr((void *)&find_folder, &info) ||
	    !realpath(info.dli_fname, folder))
		return false;
	strrchr(folder, '/')[1] = '\0';
	return true;
}

/* The compiler as `memcall build-plugin --cc=` takes it: as it was called, if
   that tells (COLLECT_GCC is set by gcc and g++). */
static void name_compiler(char *name, size_t size,
			  const struct plugin_gcc_version *gcc)
{
	const char *called = getenv("COLLECT_GCC");
	const char *slash = called ? strrchr(called, '/') : NULL;
	const char *at = slash ? slash + 1 : called;
	const char *cxx = at ? strstr(at, "g++") : NULL;

	if (cxx)
		snprintf(name, size, "%.*sgcc%s", (int)(cxx - called), called,
			 cxx + 3);
	else if (at && strstr(at, "gcc"))
		snprintf(name, size, "%s", called);
	else
		snprintf(name, size, "gcc-%d", atoi(gcc->basever));
}

static int fail_version(const char *folder,
			const struct plugin_gcc_version *gcc)
{
	char message[3 * PATH_MAX], command[PATH_MAX + 32];
	char compiler[PATH_MAX];
	bool is_same = !strcmp(gcc->basever, gcc_version.basever) &&
		       !strcmp(gcc->datestamp, gcc_version.datestamp);

	snprintf(command, sizeof(command), "%smemcall", folder);
	if (access(command, X_OK))
		snprintf(command, sizeof(command), MC_COMMAND_PATH);
	name_compiler(compiler, sizeof(compiler), gcc);
	snprintf(message, sizeof(message),
		 "memcall: this plugin was built for GCC %s (%s), but this is "
		 "GCC %s (%s)%s; build one for this GCC with: %s build-plugin "
		 "--cc=%s",
		 gcc_version.basever, gcc_version.datestamp, gcc->basever,
		 gcc->datestamp, is_same ? ", configured otherwise" : "",
		 command, compiler);
	return fail(message);
}

/* What `memcall build-plugin` has built for this GCC: plugin_init of the loader
   at PATH; NULL if there is none, or it is this one. */
static init_fn *find_other(const char *path)
{
	char real[PATH_MAX];
	void *library;
	init_fn *init;

	if (!realpath(path, real))
		return NULL;
	library = dlopen(real, RTLD_NOW | RTLD_LOCAL);
	init = library ? (init_fn *)dlsym(library, "plugin_init") : NULL;
	return init == &plugin_init ? NULL : init;
}

/* Looks for the plugin of this GCC where `memcall build-plugin` puts it: beside
   this one in a build folder, and below the prefix. */
static init_fn *find_fitting(const char *folder,
			     const struct plugin_gcc_version *gcc)
{
	char path[PATH_MAX + 32];
	init_fn *init;

	snprintf(path, sizeof(path), "%sgcc-%d/memcall.so", folder,
		 atoi(gcc->basever));
	init = find_other(path);
	if (init)
		return init;
	snprintf(path, sizeof(path),
		 MC_LIB_DIR "/memcall-plugins/gcc-%d/memcall.so",
		 atoi(gcc->basever));
	return find_other(path);
}

int plugin_init(struct plugin_name_args *plugin, struct plugin_gcc_version *gcc)
{
	char path[PATH_MAX + 32];
	char message[2 * PATH_MAX];
	init_fn *init = NULL;
	void *library;

	if (!find_folder(path))
		path[0] = '\0';
	if (!is_same_gcc(gcc)) {
		init = find_fitting(path, gcc);
		return init ? init(plugin, gcc) : fail_version(path, gcc);
	}
	if (memcall_plugin_name)
		return fail_twice(plugin->full_name);
	memcall_plugin_name = plugin->full_name;
	strcat(path, "memcall-gcc.so");
	library = dlopen(path, RTLD_NOW);
	if (library)
		init = (init_fn *)dlsym(library, "memcall_plugin_init");
	if (init)
		return init(plugin, gcc);
	snprintf(
		message, sizeof(message),
		"memcall: cannot load %s: %s; run make, or make install, again",
		path, dlerror());
	return fail(message);
}
