/* SPDX-License-Identifier: MIT */
/*
 * The C library's heap: the word before a block is its size with three flags,
 * of which IS_MMAPPED (2) is wanted (glibc, malloc/malloc.c, "chunk").
 */
#include "heap.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

#define IS_MMAPPED 2u

static int is_known_heap;

/* A sanitizer, jemalloc and the like define free in another object. */
void mc_heap_init(void)
{
	void *library = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD);
	void *own = library ? dlsym(library, "free") : NULL;

	is_known_heap = own && dlsym(RTLD_DEFAULT, "free") == own;
	if (library)
		dlclose(library);
}

int mc_heap_is_mapped(const void *block)
{
	const size_t *size = (const size_t *)block - 1;

	return is_known_heap && (*size & IS_MMAPPED);
}
