/* SPDX-License-Identifier: MIT */
/*
 * memcall.so, what -fplugin= names: checks that this GCC is the one that the
 * plugin was built for, and only then loads it (memcall-gcc.so, beside this
 * file).
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

static int fail_version(const struct plugin_gcc_version *gcc)
{
	char message[512];

	snprintf(message, sizeof(message),
		 "memcall: this plugin was built for GCC %s (%s), but this is "
		 "GCC %s (%s); rebuild it in memcall's folder with: make "
		 "CC=gcc-%d CXX=g++-%d",
		 gcc_version.basever, gcc_version.datestamp, gcc->basever,
		 gcc->datestamp, atoi(gcc->basever), atoi(gcc->basever));
	return fail(message);
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

int plugin_init(struct plugin_name_args *plugin, struct plugin_gcc_version *gcc)
{
	char path[PATH_MAX + 32];
	char message[2 * PATH_MAX];
	init_fn *init = NULL;
	void *library;

	if (!is_same_gcc(gcc))
		return fail_version(gcc);
	if (memcall_plugin_name)
		return fail_twice(plugin->full_name);
	memcall_plugin_name = plugin->full_name;
	if (!find_folder(path))
		path[0] = '\0';
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
