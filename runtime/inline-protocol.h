/* SPDX-License-Identifier: MIT */
/*
 * The inline protocol: what compiled code does itself when a call begins and
 * when it ends, so that a call that is only counted costs no call of the
 * recorder.
 *
 * This header states it in C, once.  The plugin writes the same as GIMPLE
 * (plugin/expand-calls.cc), or, by default on x86-64, as instructions
 * (plugin/expand-x86.cc); what stands around calls comes from
 * plugin/wrapper.cc, and what stands before a function's code from
 * plugin/entries.cc.  The recorder runs the functions below to measure what
 * they cost (record/calls/overhead.c).  The case inline-protocol runs one
 * script of calls in every form, and compares all words of the thread's state
 * after each step; inline-protocol-light counts light calls.
 *
 * A function f that the plugin has instrumented reads, in C with a finally:
 *
 *	position = mc_inline_position(&__memcall_module, &__memcall_nobody);
 *	handle = mc_inline_enter(&__memcall_module, position, &f_function, CFA);
 *	if (f is marked)		// it may have begun an extent
 *		position = mc_inline_position(...);
 *	inside = position->current;
 *	try {
 *		if (handle)		// around a call that leaves the unit
 *			mc_inline_announce(position, TOKEN);
 *		value = (*pointer)(...);
 *		if (handle)
 *			mc_inline_go_on(position, inside);
 *		...
 *		value = setjmp(env);	// whatever returns twice
 *		mc_inline_land(&__memcall_module, handle, CFA);
 *	} finally {
 *		mc_inline_leave(&__memcall_module, position, handle);
 *	}
 *
 * CFA is the canonical frame address, __builtin_dwarf_cfa().  A copy of f for
 * extents knows that there is a recorder, and does not ask for the extent
 * before it calls enter.
 *
 * What makes frames necessary.  A call that is only counted leaves nothing
 * behind by which it could be found dead when a jump has gone over it.  The
 * function that is jumped back to puts itself right (mc_inline_land); code that
 * is not instrumented does not.  So what such code calls always has a frame:
 * instrumented code announces each call that leaves the unit, and the entry of
 * a function, which is where pointers and other units' calls lead, looks
 * whether it is what was announced (mc_inline_arrive).
 *
 * Functions that are no nodes, as those of system headers, announce such calls
 * and set the position again, too: the callee may have changed stacks, and what
 * ran on another stack has left its own position.  Theirs may be `arriving`, so
 * they set `arrived` as well.
 *
 * mc_inline_land stands behind setjmp in functions that are not instrumented,
 * too, with a handle of NULL: an extent can be left that way.
 *
 * The functions are for the thread whose words they read and for its signal
 * handlers.  The header is valid C++ as well.
 */
#ifndef MC_INLINE_PROTOCOL_H
#define MC_INLINE_PROTOCOL_H

#include "arch/arch.h"
#include "memcall-abi.h"

static inline struct mc_words *mc_inline_words(const struct mc_module *module)
{
	return (struct mc_words *)((char *)__builtin_thread_pointer() +
				   module->words);
}

/* The calling thread's position; NOBODY while there is no recorder. */
static inline struct mc_position *mc_inline_position(
	const struct mc_module *module, struct mc_position *nobody)
{
	return module->words ? mc_inline_words(module)->recording : nobody;
}

/* The thread's position while it is in an extent, paused or not, else NULL. */
static inline struct mc_position *mc_inline_extent(
	const struct mc_module *module)
{
	return module->words ? mc_inline_words(module)->extent : NULL;
}

/* What a light copy compares with `looked` of POSITION, the thread's. */
static inline uintptr_t mc_inline_head(const struct mc_words *words,
				       const struct mc_position *position)
{
	return *(const volatile uintptr_t *)((const char *)words +
					     position->head);
}

/* True if memory may have changed since it was last looked at. */
static inline int mc_inline_is_changed(const struct mc_position *position)
{
	const volatile uintptr_t *faults = position->faults;

	return faults && *faults + *position->brk != position->seen;
}

/* The link that was last put at index KID among the kids of AT. */
static inline struct mc_link *mc_inline_kid(struct mc_link *at, uint32_t kid)
{
	return (struct mc_link *)((char *)at +
				  (intptr_t)at->kid[kid] * MC_LINE_BYTES);
}

/* A call begins while the thread does not record: a marked function begins an
   extent, another one asks the recorder only within one (paused). */
static inline void *mc_inline_enter_outside(const struct mc_module *module,
					    struct mc_position *position,
					    struct mc_function *function,
					    void *cfa)
{
	if (function->flags & MC_FUNCTION_MARKED)
		return module->hooks.start
			       ? module->hooks.start(position, function, NULL,
						     cfa)
			       : NULL;
	return mc_inline_extent(module)
		       ? module->hooks.enter(position, function, NULL, cfa)
		       : NULL;
}

/* Counts a call of LINK.  Returns 0 if it is due. */
static inline int mc_inline_count_down(struct mc_link *link)
{
	return !mc_arch_count_down(&link->left);
}

/*
 * A call begins.  Returns its handle: the position of the caller if the call is
 * only counted, the address of its frame plus 1, or NULL if it is not recorded.
 *
 * The recorder is asked if the call is to be timed (`left` has come down to 0),
 * if its link is not at its kid index, and if memory may have changed.  `left`
 * is decremented at one stroke (arch/arch.h): a signal handler may count the
 * same link.
 */
static inline void *mc_inline_enter(const struct mc_module *module,
				    struct mc_position *position,
				    struct mc_function *function, void *cfa)
{
	struct mc_link *parent =
		*(struct mc_link *volatile *)&position->current;
	struct mc_link *link = NULL;

	if (!parent)
		return mc_inline_enter_outside(module, position, function, cfa);
	if (!mc_inline_is_changed(position)) {
		link = mc_inline_kid(parent, function->kid);
		if (link->function == function->id &&
		    mc_inline_count_down(link)) {
			position->current = link;
			return parent;
		}
	}
	return module->hooks.enter(position, function, link, cfa);
}

/* The call with that HANDLE is over, however it ended. */
static inline void mc_inline_leave(const struct mc_module *module,
				   struct mc_position *position, void *handle)
{
	if (!handle)
		return;
	if ((uintptr_t)handle & 1 || mc_inline_is_changed(position))
		module->hooks.leave(position, handle);
	else
		position->current = (struct mc_link *)handle;
}

/* A call that leaves the unit is about to be made: of the function whose name
   has that MC_TOKEN, or through a pointer, of what is at that address. */
static inline void mc_inline_announce(struct mc_position *position,
				      uintptr_t callee)
{
	position->calling = callee;
}

/* That call has returned.  What it led to may have left its own position. */
static inline void mc_inline_go_on(struct mc_position *position,
				   struct mc_link *inside)
{
	position->current = inside;
}

/*
 * A function was reached by its symbol or its address, in an extent.  If that
 * was not announced, code called it that is not instrumented: the next look-up
 * is made to fail, so that the recorder is asked.
 */
static inline void mc_inline_arrive(struct mc_position *position,
				    uintptr_t token, uintptr_t address)
{
	uintptr_t calling = position->calling;

	position->calling = 0;
	if (calling == token || calling == address ||
	    position->current == position->arriving)
		return;
	position->arrived = position->current;
	position->current = position->arriving;
}

/* Control may be back by a jump. */
static inline void mc_inline_land(const struct mc_module *module, void *handle,
				  void *cfa)
{
	struct mc_position *extent = mc_inline_extent(module);

	if (extent)
		module->hooks.resume(extent, handle, cfa);
}

/* Around a call that may move memory without a page fault.  KIND is MC_MOVE_*,
   BLOCK what is given back.  THREAD is what the first of the two returned. */
static inline void *mc_inline_moving(const struct mc_module *module,
				     void *block, int kind)
{
	struct mc_position *extent = mc_inline_extent(module);

	return extent ? module->hooks.moving(extent, block, kind) : NULL;
}

static inline void mc_inline_moved(const struct mc_module *module, void *thread)
{
	if (thread)
		module->hooks.moved(thread);
}

/*
 * Light copies
 *
 * A function f that can be copied has its code in a light copy, which is given
 * the slot by which it is called as the static chain.  Its own link is the
 * slot's kid, SELF.
 *
 *	f with its hooks (...) with FROM:
 *		__memcall_module.hooks.begin(&f_function, FROM, CFA, &call,
 *					     light copy of f);
 *		try {
 *			value = light copy of f (...) with &call.slot;
 *		} finally {
 *			__memcall_module.hooks.end(&call);
 *		}
 *
 * where begin is
 *
 *	mc_inline_come(&__memcall_module, FROM, &f_function);
 *	position = ...; handle = mc_inline_enter(...);
 *	self = position->current;
 *	call.slot.kid = handle && self->function == f_function.id
 *				? self
 *				: a link whose slots lead nowhere;
 *
 *	light copy of f (...) with slot:
 *		self = mc_inline_count(slot);
 *		if (!self)
 *			return f with its hooks (...) with MC_FROM (slot);
 *		mc_inline_look(&__memcall_module, self, 1);
 *		...
 *		light copy of g (...) with mc_inline_slot(self, NUMBER_OF_G);
 *		...
 *		slot = mc_inline_slot(self, NUMBER);
 *		kid = slot->kid;
 *		if (kid)
 *			callee = kid->callee->light;
 *		else
 *			callee = function;	// of another unit
 *		if (!kid)
 *			__memcall_module.hooks.tell(self, NUMBER, TOKEN,
 *						    function);
 *		value = (*callee)(...) with slot;
 *		...
 *		slot = mc_inline_slot(self, NUMBER);
 *		pair.kid = mc_inline_count_to(slot, pointer);
 *		if (pair.kid)
 *			callee = pair.kid->callee->light;
 *		else
 *			callee = pointer;
 *		if (!pair.kid)
 *			__memcall_module.hooks.tell(self, NUMBER, pointer,
 *						    pointer);
 *		value = (*callee)(...) with &pair;
 *		...
 *		if (own has not changed)	// before any other call that
 *			own->current = self;	// may lead to a hook
 *		h (...);
 *		...
 *		mc_inline_look(&__memcall_module, self, 0);
 *		return value;
 *
 * So nothing has to be done when a light call ends, and nothing is left behind
 * when a jump goes over it.  A function that does little does not look.
 */
static inline void mc_inline_look(const struct mc_module *module,
				  struct mc_link *self, int is_entry)
{
	const struct mc_words *words = mc_inline_words(module);
	const struct mc_position *position = words->own;

	if (mc_inline_head(words, position) != position->looked)
		module->hooks.look(self, is_entry);
}

static inline struct mc_slot *mc_inline_slot(struct mc_link *self,
					     uint32_t number)
{
	return (struct mc_slot *)((char *)self + MC_SLOTS_OFFSET) + number;
}

/* A call by SLOT begins.  Returns the callee's link if it is a light one, else
   NULL. */
static inline struct mc_link *mc_inline_count(struct mc_slot *slot)
{
	struct mc_link *kid = slot->kid;

	if (kid)
		mc_arch_add64(&slot->count, 1);
	return kid;
}

/* As mc_inline_count for a call through a pointer, to TARGET, that is about to
   be made. */
static inline struct mc_link *mc_inline_count_to(struct mc_slot *slot,
						 uintptr_t target)
{
	struct mc_link *kid = slot->kid;

	if (!kid || (uintptr_t)kid->callee->entry != target)
		return NULL;
	slot->count++;
	return kid;
}

/* The address of the entry that has called what is called by FROM; 0: none has.
 */
static inline uintptr_t mc_inline_entry(uintptr_t from)
{
	return (intptr_t)from < 0 ? ~from : 0;
}

/* The slot by which a light copy has done so; NULL: none has. */
static inline struct mc_slot *mc_inline_slot_from(uintptr_t from)
{
	return (intptr_t)from > (intptr_t)MC_FROM_UNIT ? (struct mc_slot *)from
						       : NULL;
}

/* The link that SLOT is of; NULL: of none.  SLOT may be NULL. */
static inline struct mc_link *mc_inline_owner(struct mc_slot *slot)
{
	return slot && slot->number
		       ? (struct mc_link *)((char *)(slot + 1 - slot->number) -
					    MC_SLOTS_OFFSET)
		       : NULL;
}

/* FUNCTION, which has a light copy, has been called with hooks by FROM
   (MC_FROM). */
static inline void mc_inline_come(const struct mc_module *module,
				  uintptr_t from,
				  const struct mc_function *function)
{
	struct mc_position *own = mc_inline_words(module)->own;
	struct mc_slot *slot = mc_inline_slot_from(from);
	struct mc_link *caller = mc_inline_owner(slot);

	if (mc_inline_entry(from))
		mc_inline_arrive(mc_inline_position(module, NULL),
				 function->token, mc_inline_entry(from));
	if (!caller)
		return;
	own->current = caller;
	own->target = (uintptr_t)function;
	own->slot = slot;
}

/*
 * True if a call in tail position may be made without an exit behind it, in
 * functions that call each other in a circle of such calls: then the position
 * is left where it is, and the caller of the circle sets its own again, by
 *
 *	here = position->current;
 *	f(...);
 *	if (here)
 *		position->current = here;
 */
static inline int mc_inline_may_tail(const struct mc_module *module,
				     void *handle)
{
	return !((uintptr_t)handle & 1) || module->hooks.tail(handle);
}

/*
 * The body of a coroutine, which GCC makes a function of the frame, has instead
 * of enter
 *
 *	handle = NULL;
 *	if (mc_inline_extent(&__memcall_module))
 *		handle = __memcall_module.hooks.run(
 *			position, &f_function, frame, frame->_Coro_resume_index,
 *			CFA);
 *
 * with hooks.start for the condition if it is marked, and before it hands over
 * to another coroutine by a tail call, for an enum mc_reason,
 *
 *	if (handle &&
 *	    __memcall_module.hooks.hand_over(position, handle, &f_function,
 *					     frame, other, REASON)) {
 *		other->resume(other);		// no tail call
 *		__memcall_module.hooks.leave(position, handle);
 *		return;
 *	}
 */

#endif
