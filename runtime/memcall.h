/* SPDX-License-Identifier: MIT */
/*
 * memcall.h - optional; nothing of it is needed to use memcall.
 *
 *	#include <memcall.h>
 *
 *	MEMCALL_PROFILE int load(const char *path) { ... }
 *
 * MEMCALL_PROFILE marks a function when the plugin is loaded.  Otherwise it is
 * nothing, so that other compilers do not warn of an unknown attribute.
 *
 * The functions do nothing, at the cost of a load, in a program that was built
 * without the plugin or runs without MEMCALL_OUT.  They may be called from any
 * thread and keep errno; memcall_flush must not be called in a signal handler.
 * There is nothing to link.
 */
#ifndef MEMCALL_H
#define MEMCALL_H

#define MEMCALL_PROFILE
#ifdef __has_attribute
#if __has_attribute(profile)
#undef MEMCALL_PROFILE
#define MEMCALL_PROFILE __attribute__((profile))
#endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The struct mc_module of memcall-abi.h.  It is there if a unit of this module
   was built with the plugin. */
extern void *memcall_module[18] __asm__("__memcall_module")
	__attribute__((weak, visibility("hidden")));

static __inline__ __attribute__((no_instrument_function)) void memcall_call(
	int hook)
{
	if (memcall_module && memcall_module[hook])
		__extension__((void (*)(void))memcall_module[hook])();
}

/* Writes the graph of what has been recorded until now; recording goes on. */
static __inline__ __attribute__((no_instrument_function)) void memcall_flush(
	void)
{
	memcall_call(6);
}

/* Stops recording the calls of this thread, until memcall_resume.  Their time
   goes to the function that called memcall_pause. */
static __inline__ __attribute__((no_instrument_function)) void memcall_pause(
	void)
{
	memcall_call(7);
}

/* Goes on recording them. */
static __inline__ __attribute__((no_instrument_function)) void memcall_resume(
	void)
{
	memcall_call(8);
}

#ifdef __cplusplus
}
#endif

#endif
