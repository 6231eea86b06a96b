/* SPDX-License-Identifier: MIT */
/*
 * Memory that is there, or the command ends.  See alloc.h.
 */
#include "report/alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void give_up(void)
{
	fputs("memcall: out of memory: convert on a machine with more of it\n",
	      stderr);
	exit(1);
}

void *mc_alloc_zeroed(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size ? size : 1);

	if (!memory)
		give_up();
	return memory;
}

void *mc_alloc_grow(void *old, size_t count, size_t size)
{
	void *memory;

	if (size && count > SIZE_MAX / size)
		give_up();
	memory = realloc(old, count && size ? count * size : 1);
	if (!memory)
		give_up();
	return memory;
}

void *mc_alloc_append(void *old, size_t count, size_t size)
{
	if (count & (count - 1))
		return old;
	return mc_alloc_grow(old, count ? count * 2 : 1, size);
}
