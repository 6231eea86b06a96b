/* SPDX-License-Identifier: MIT */
/*
 * The size of a page of memory, which is the kernel's choice where a processor
 * leaves one: 4, 16 or 64 KiB on AArch64.  What is mapped, and so each part of
 * the profile, takes whole pages.  Any thread, any signal.
 */
#ifndef MC_PAGE_H
#define MC_PAGE_H

#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

static inline size_t mc_page_bytes(void)
{
	return (size_t)sysconf(_SC_PAGESIZE);
}

/* Returns SIZE, made whole pages. */
static inline size_t mc_page_round_up(size_t size)
{
	return (size + mc_page_bytes() - 1) & ~(mc_page_bytes() - 1);
}

/* Returns the beginning of the page that ADDRESS is in. */
static inline uintptr_t mc_page_of(uintptr_t address)
{
	return address & ~(uintptr_t)(mc_page_bytes() - 1);
}

#endif
