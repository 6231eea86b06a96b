/* SPDX-License-Identifier: MIT */
/*
 * The place of a call: the stack frame it runs in, by the canonical frame
 * address and the return address kept there, and the code that called the hook.
 *
 * A call that was left by longjmp, or in another way that no hook saw, is dead
 * but still on top.  The next call shows it.  Stacks grow downwards, so a call
 * whose stack frame lies above that of the one on top cannot have been made by
 * it.  At the same address it can, if one was inlined into the other; but then
 * they return to the same place, and call the hook from different ones.  What
 * runs on another stack (sigaltstack, coroutines) is another strand
 * (strands.h).
 *
 * For the owning thread and its signal handlers.
 */
#ifndef MC_STACK_PLACE_H
#define MC_STACK_PLACE_H

#include "thread.h"
#include "../../arch/arch.h"

/* Returns the place of a call in the stack frame at CFA, whose code has called
   a hook that returns to FROM. */
static inline struct mc_place mc_place(void *cfa, void *from)
{
	return (struct mc_place){
		.cfa = (uintptr_t)cfa,
		.returns_to = (uint32_t)mc_arch_returns_to(cfa, from),
		.from = (uint32_t)(uintptr_t)from,
	};
}

/* The same, in the hook itself. */
#define MC_PLACE(cfa) mc_place(cfa, __builtin_return_address(0))

/* Tells whether ADDRESS is on the stack of the running strand. */
static inline int mc_place_is_on_stack(const struct mc_thread *thread,
				       uintptr_t address)
{
	return address - thread->stack.low < thread->stack.size;
}

/* Tells whether FRAME is dead, given that a call has begun at PLACE. */
static inline int mc_place_is_dead(const struct mc_thread *thread,
				   struct mc_frame *frame,
				   struct mc_place place)
{
	const struct mc_frame_private *own = mc_frame_private(frame);

	if (__builtin_expect(own->place.cfa > place.cfa, 1))
		return 0;
	if (!mc_place_is_on_stack(thread, place.cfa))
		return 0;
	return own->place.cfa < place.cfa ||
	       own->place.returns_to != place.returns_to ||
	       own->place.from == place.from;
}

#endif
