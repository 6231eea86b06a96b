/* SPDX-License-Identifier: MIT */
/*
 * Work that recorded code hands to another thread: it is recorded there, as
 * called by the function that handed it on, its creator.
 *
 * In the other thread's tree the creator stands below the root as context, with
 * no calls, and what the thread calls hangs below that, by links of kind
 * thread:
 *
 *	root
 *	  work         calls 0: context
 *	    start      calls 1, MC_NODE_THREAD
 *	      leaf
 *
 * Nothing is charged to the context: the thread's time is not its creator's.
 *
 * Any thread; not in signal handlers.
 */
#ifndef MC_CREATOR_H
#define MC_CREATOR_H

#include <stdint.h>

/* Returns the number of the function that is running in the calling thread, as
   the creator of what it hands on; 0 if that is not recorded. */
uint32_t mc_creator_running(void);

/* Begins an extent of the calling thread for what CREATOR has handed it, unless
   it is in one.  Returns a handle for mc_creator_end, or NULL. */
void *mc_creator_begin(uint32_t creator);

/* Ends that extent.  Does nothing for NULL. */
void mc_creator_end(void *handle);

#endif
