/* SPDX-License-Identifier: MIT */
/*
 * Looks into the C library's heap.  See heap.h.
 *
 * The word before a block is its size with three flags, of which IS_MMAPPED (2)
 * is wanted (glibc, malloc/malloc.c, "chunk").
 */
#include "heap.h"
#include "got.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define IS_MMAPPED 2u

static int is_known_heap;
static int is_known_new;

#ifdef MC_STATIC
void __libc_free(void *block);

void mc_heap_init(void)
{
	is_known_heap = (void *)free == (void *)__libc_free;
}
#else
/* Tells whether the program's NAME is the one that LIBRARY defines.  It may be
   defined elsewhere: by a sanitizer, by jemalloc and the like, or by the
   program. */
static int is_defined_by(const char *name, const char *library)
{
	void *handle = dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
	void *own = handle ? dlsym(handle, name) : NULL;
	int is_own = own && mc_got_find(name) == own;

	if (handle)
		dlclose(handle);
	return is_own;
}

/* Tells whether valgrind has exchanged the code of these functions.  Their
   addresses stay, but the word before a block is not glibc's then. */
static int is_exchanged(void)
{
	const char *preloaded = getenv("LD_PRELOAD");

	return preloaded && strstr(preloaded, "/vgpreload_");
}

void mc_heap_init(void)
{
	is_known_heap = !is_exchanged() && is_defined_by("free", "libc.so.6");
	is_known_new = is_known_heap &&
		       is_defined_by("_ZdlPv", "libstdc++.so.6") &&
		       is_defined_by("_ZdaPv", "libstdc++.so.6") &&
		       is_defined_by("_ZdlPvm", "libstdc++.so.6") &&
		       is_defined_by("_ZdaPvm", "libstdc++.so.6");
}
#endif

static int is_mapped(const void *block)
{
	const size_t *size = (const size_t *)block - 1;

	return *size & IS_MMAPPED;
}

int mc_heap_is_mapped(const void *block)
{
	return is_known_heap && block && is_mapped(block);
}

int mc_heap_is_mapped_new(const void *block)
{
	return is_known_new && block && is_mapped(block);
}
