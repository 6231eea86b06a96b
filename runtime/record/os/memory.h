/* SPDX-License-Identifier: MIT */
/*
 * Readings of the process's memory, from the kernel.  Each costs a system call
 * or more: 1 us for resident memory, 1 ms per 100 MB for the rest.
 *
 * The recorder's own memory is not in them.  Any thread, any signal.
 */
#ifndef MC_MEMORY_H
#define MC_MEMORY_H

#include <stddef.h>
#include <stdint.h>

/* The process's memory, in bytes. */
struct mc_memory {
	int64_t resident;
	int64_t shared; /* the part of it that is of files or shared memory */
};

/* Reads /proc/self/statm.  Returns 0, or -1 if it cannot be read. */
int mc_memory_read(struct mc_memory *memory);

/* Returns how many pages the calling thread has touched for the first time
   (minor faults).  Pages that the kernel touched for it in a system call count,
   too. */
uint64_t mc_memory_faults(void);

/* Returns the bytes of a page.  After the first mc_memory_read. */
int64_t mc_memory_page_bytes(void);

/* The numbers of smaps_rollup, in bytes. */
struct mc_memory_rollup {
	int64_t pss; /* proportional set size */
	int64_t uss; /* unique set size: private to the process */
};

/* Reads /proc/self/smaps_rollup into TEXT, a buffer of SIZE bytes: the stack
   may be too small for one.  Returns 0, or -1 if the kernel does not tell. */
int mc_memory_read_rollup(struct mc_memory_rollup *rollup, char *text,
			  size_t size);

/* Sets the kernel's high-water mark of resident memory back to the present
   value.  Everybody who reads the mark sees that (clear_refs of proc(5)). */
void mc_memory_reset_peak(void);
/* Returns that mark in bytes, 0 if it cannot be read.  TEXT is a buffer of SIZE
   bytes. */
int64_t mc_memory_read_peak(char *text, size_t size);

/*
 * Tells whether the kernel counts resident memory exactly, as it does from
 * Linux 6.16 on.  Before, it keeps some pages of each processor or thread back
 * from the sum.  Found out by touching a few pages.
 */
int mc_memory_is_exact(void);

#endif
