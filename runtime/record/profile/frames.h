/* SPDX-License-Identifier: MIT */
/*
 * The frames of a thread's own strand.  They are in chunks of the profile, so
 * that a reader knows which calls were open when the program was killed.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_FRAMES_H
#define MC_FRAMES_H

#include "thread.h"

/* Makes the first chunk of a new thread, in which no call is open.  Returns 0,
   or -1 if there is no room.  Under the guard. */
int mc_frames_init(struct mc_thread *thread);

/* Puts the first frame of the next chunk on top, forming, and returns it.  NULL
   if there is no room.  Takes the guard. */
struct mc_frame *mc_frames_next_chunk(struct mc_thread *thread,
				      struct mc_place place);

/* Makes PREVIOUS, in the chunk before, the top again.  Takes the guard. */
void mc_frames_previous_chunk(struct mc_thread *thread,
			      struct mc_frame *previous);

#endif
