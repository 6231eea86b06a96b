/* SPDX-License-Identifier: MIT */
/*
 * A frame in memory: the words of struct mc_frame (../../format.h) that a
 * reader of the file passes over.
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_FRAME_H
#define MC_FRAME_H

#include "../../format.h"

#include <stdint.h>

struct mc_strand;

/* The place of a call: where it runs (stack-place.h). */
struct mc_place {
	uintptr_t cfa; /* UINTPTR_MAX: not known */
	uint32_t returns_to; /* lower halves: enough to tell addresses apart */
	uint32_t from;
};

/* A part of the array of waiting coroutines (coroutine.h). */
struct mc_span {
	uint32_t first;
	uint32_t end; /* behind the last */
};

/* The recorder's own words of struct mc_frame. */
struct mc_frame_private {
	struct mc_node *link; /* of the call */
	struct mc_frame *previous; /* the top before the call */
	struct mc_node *current; /* the position before it */
	struct mc_node *timing; /* the thread's before it */
	struct mc_place place;
	struct mc_span waiting; /* of a coroutine's run: those that wait
				   meanwhile */
	struct mc_strand *strand; /* the frame's, for good */
	uint64_t waited_before; /* by the thread, when a timed call began */
};

_Static_assert(sizeof(struct mc_frame_private) <=
		       sizeof(((struct mc_frame *)0)->private_words),
	       "fits the frame");

static inline struct mc_frame_private *mc_frame_private(struct mc_frame *frame)
{
	return (struct mc_frame_private *)frame->private_words;
}

/* Returns the handle of the call with FRAME.  It is odd; the handle of a call
   without a frame is a node (struct mc_hooks, enter). */
static inline void *mc_frame_handle(struct mc_frame *frame)
{
	return (char *)frame + 1;
}

/* Returns the frame of such a handle. */
static inline struct mc_frame *mc_frame_of(void *handle)
{
	return (struct mc_frame *)((char *)handle - 1);
}

/* Tells whether HANDLE is that of a frame. */
static inline int mc_frame_is_handle(void *handle)
{
	return (uintptr_t)handle & 1;
}

/* Marks FRAME as forming, before it is put on top of PREVIOUS.  A signal
   handler takes it for neither complete nor dead: the handler runs further down
   the stack than PLACE. */
static inline void mc_frame_form(struct mc_frame *frame,
				 struct mc_frame *previous,
				 struct mc_place place)
{
	struct mc_frame_private *own = mc_frame_private(frame);

	frame->flags = MC_FRAME_FORMING;
	own->previous = previous;
	own->place = place;
}

/* Frees FRAME, which is above the top.  A free frame counts as half done and
   has no place. */
static inline void mc_frame_free(struct mc_frame *frame)
{
	mc_frame_private(frame)->place.cfa = UINTPTR_MAX;
}

/* Tells whether a signal handler that jumped out has left FRAME half done. */
static inline int mc_frame_is_half_done(const struct mc_frame *frame)
{
	return frame->flags & (MC_FRAME_FORMING | MC_FRAME_CLOSING);
}

/* Prepares COUNT fresh frames, from FIRST on, for the calls of STRAND. */
static inline void mc_frame_init(struct mc_frame *first, size_t count,
				 struct mc_strand *strand)
{
	for (struct mc_frame *frame = first; frame < first + count; frame++) {
		frame->flags = MC_FRAME_FORMING;
		mc_frame_private(frame)->strand = strand;
		mc_frame_private(frame)->previous = frame - 1;
		mc_frame_free(frame);
	}
}

#endif
