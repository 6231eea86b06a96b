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

/* In bytes. */
struct mc_memory {
	int64_t resident;
	int64_t shared; /* of it: of files and of shared memory */
};

/* /proc/self/statm.  0, or -1 if it cannot be read. */
int mc_memory_read(struct mc_memory *memory);

/* Pages that this thread has touched for the first time (minor faults), those
   that the kernel touched for it in a system call included. */
uint64_t mc_memory_faults(void);

/* The size of a page. */
int64_t mc_memory_page_bytes(void);

struct mc_memory_rollup {
	int64_t pss; /* proportional set size */
	int64_t uss; /* unique set size: private to the process */
};

/* /proc/self/smaps_rollup, by way of a buffer that is the caller's: the stack
   may be a small one.  0, or -1 if the kernel does not tell. */
int mc_memory_read_rollup(struct mc_memory_rollup *rollup, char *text,
			  size_t size);

/* Sets the kernel's high-water mark of resident memory back to what it is now;
   everybody who reads it sees that (clear_refs of proc(5)).  Reads it, in bytes
   without the recorder's, 0 if it cannot be read; by way of the caller's
   buffer. */
void mc_memory_reset_peak(void);
int64_t mc_memory_read_peak(char *text, size_t size);

/*
 * Whether resident memory is told exactly: true from Linux 6.16 on.  Before,
 * the kernel keeps some pages of each processor or thread back from the sum.
 * Found out by touching a few pages.
 */
int mc_memory_is_exact(void);

#endif
