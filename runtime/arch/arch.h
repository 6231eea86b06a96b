/* SPDX-License-Identifier: MIT */
/*
 * What differs between the processors that the recorder runs on: one header
 * each, of the same names (functions begin with mc_arch_).
 *
 *	has_ticks	tells whether there is a counter that runs at one rate
 *			on all cores, and that programs may read
 *	ticks		reads it
 *	add32, add64	add to a word.  What a signal handler adds to the same
 *			word in between is not lost, and nor is this
 *	count_down	takes 1 off a word so.  Returns 1 if that leaves 0
 *	returns_to	what tells activations of functions in the same stack
 *			frame apart: the address to which the function with that
 *			CFA returns, or 0.  FROM is where the hook returns to
 *			that is running
 *	MC_ARCH_CALL	the type of the relocations of got slots for calls
 *	MC_ARCH_ADDRESS	and of those for addresses
 *	MC_ARCH_WORD	and of those for words of data that hold an address
 *	MC_ARCH_DATA_TOO	1 if the latter is that of data that holds an
 *			address, too
 *	MC_ARCH_SWITCH	the code of mc_spare_switch (record/os/spare.c)
 *
 * What the plugin writes does not come from here (plugin/tally.h,
 * plugin/expand-x86.h).
 *
 * Adding is not for other threads to see in order, or at once: only the owning
 * thread and its signal handlers add to a word of a node.  Who reads it
 * meanwhile, as another process does by the file, finds any value that it had
 * since.  So none of it is a barrier.
 *
 * Valid C++ as well.
 */
#ifndef MC_ARCH_H
#define MC_ARCH_H

#include <stdint.h>

#ifndef __LP64__
#error "memcall keeps 64-bit addresses in profiles: compile for a 64-bit ABI"
#endif

#if defined(__x86_64__)
#include "x86-64.h"
#elif defined(__aarch64__)
#include "aarch64.h"
#elif defined(__riscv)
#include "riscv64.h"
#else
#error "memcall does not know this processor: copy runtime/arch/riscv64.h to a \
header of its own, change the clock, the relocations and the switch of stacks \
in it (arch.h says what they are), and include it here"
#endif

#endif
