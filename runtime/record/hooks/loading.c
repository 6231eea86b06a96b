/* SPDX-License-Identifier: MIT */
/*
 * Finds out that a library has been loaded.  See loading.h.
 *
 * Where dlopen looks for a library may depend on who calls it, which it knows
 * by the address that it returns to.  Where it may, it is jumped to, so that it
 * returns to the program.  Then there is no telling when it is done; what the
 * program does next is to ask for a symbol.
 *
 * What a library allocates while it is being loaded is not seen.
 */
#include "loading.h"
#include "allocators.h"
#include "../os/got.h"
#include "../os/guard.h"
#include "../profile/options.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>

/* Marks a function that ends in a jump to the real one, as GCC makes it where
   nothing is left to be done. */
#define passes_on __attribute__((no_sanitize("thread"), optimize("O2")))

static void *(*real_dlopen)(const char *, int);
static void *(*real_dlsym)(void *, const char *);

/* A library may have been loaded since the slots were last looked at. */
static int is_late;

static void patch(void)
{
	struct mc_guard guard;

	if (mc_guard_inside)
		return;
	__atomic_store_n(&is_late, 0, __ATOMIC_RELAXED);
	mc_guard_lock(&guard);
	mc_loading_patch();
	mc_allocators_patch();
	mc_guard_unlock(&guard);
}

/* Tells whether the module that the address CALLER is in says where libraries
   are looked for, or is not in the program's own namespace. */
static int has_paths(const void *caller)
{
	struct link_map *map = NULL;
	Lmid_t space = -1;
	Dl_info info;

	if (!dladdr1(caller, &info, (void **)&map, RTLD_DL_LINKMAP) || !map ||
	    dlinfo(map, RTLD_DI_LMID, &space) || space != LM_ID_BASE)
		return 1;
	for (const ElfW(Dyn) *at = map->l_ld; at->d_tag != DT_NULL; at++)
		if (at->d_tag == DT_RPATH || at->d_tag == DT_RUNPATH)
			return 1;
	return 0;
}

/* Tells whether it matters who asks for FILE. */
static int depends_on(const char *file, const void *caller)
{
	if (file && strchr(file, '$'))
		return 1;
	return file && !strchr(file, '/') && has_paths(caller);
}

passes_on static void *open_library(const char *file, int flags)
{
	void *handle;

	if (depends_on(file, __builtin_return_address(0))) {
		__atomic_store_n(&is_late, 1, __ATOMIC_RELAXED);
		return real_dlopen(file, flags);
	}
	handle = real_dlopen(file, flags);
	if (handle && file)
		patch();
	return handle;
}

passes_on static void *find_symbol(void *handle, const char *name)
{
	if (__atomic_load_n(&is_late, __ATOMIC_RELAXED))
		patch();
	return real_dlsym(handle, name);
}

void mc_loading_patch(void)
{
	static const struct mc_got_patch patches[] = {
		{"dlopen", (void *)open_library},
		{"dlsym", (void *)find_symbol},
		{NULL, NULL},
	};
	static void *reals[2];
	static struct mc_got_all all = {.patches = patches, .reals = reals};

	if (mc_options.mem != MC_MEM_HEAP)
		return;
	if (!real_dlopen) {
		*(void **)&real_dlopen = mc_got_find("dlopen");
		*(void **)&real_dlsym = mc_got_find("dlsym");
	}
	reals[0] = *(void **)&real_dlopen;
	reals[1] = *(void **)&real_dlsym;
	if (reals[0] && reals[1])
		mc_got_patch_all(&all);
}
