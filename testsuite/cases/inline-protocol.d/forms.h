/* SPDX-License-Identifier: MIT */
/*
 * The forms that the script of calls is compiled in.
 *
 * With the plugin these macros are next to nothing.  With BY_HAND they are what
 * the plugin puts into a function, written with the functions of
 * runtime/inline-protocol.h.  With SINGLE as well, it is what the plugin makes
 * of a function without optimisation: one body, which runs within extents and
 * outside, has a frame for each call, and no entry in front of it.
 */
#ifndef FORMS_H
#define FORMS_H

#include "watch.h"

/* All functions are of one type, and none is inlined.  KEEP: of this unit. */
#define SHARED __attribute__((noinline)) void
#define KEEP static SHARED

#define STEP(name) OUT(watch_step, watch_step(name))

#ifndef BY_HAND

#define MARKED __attribute__((profile))

/* What the plugin has for NAME; FLAGS are those of its mc_function. */
#define FUNCTION(name, flags)

/* Where pointers to NAME lead, and calls of other units: POINTER. */
#define ENTRY(name)
#define SHARED_ENTRY(name)
#define DECLARE_SHARED(name) void name(int);
#define POINTER(name) name

/* The body of NAME begins. */
#define BEGIN(name)

/* CALLs that leave the unit: of NAME, and through a pointer. */
#define OUT(name, call) call
#define THROUGH(pointer, n) pointer(n)

/* A CALL that moves memory. */
#define MOVE(kind, block, call) call

/* Behind setjmp, at the beginning of a handler of exceptions, and before a jump
   or throw by NAME. */
#define BEHIND_SETJMP
#define CAUGHT
#define LEAVING(name)

/* A CALL in tail position, in a circle of such, and the one that leads into the
   circle. */
#define RETURN_TAIL(call) return call
#define RESTORING(call) call

#else

#include "../../../runtime/inline-protocol.h"

/* One of each for all units. */
extern "C" {
inline struct mc_module __memcall_module;
inline struct mc_position nobody;
mc_register_fn __memcall_register;
}

static struct mc_unit unit = {MC_ABI_VERSION, 0, &__memcall_module, __FILE__,
			      ""};

__attribute__((constructor)) static void look_for_recorder(void)
{
	__memcall_register(&unit);
}

__attribute__((destructor)) static void take_leave(void)
{
	if (__memcall_module.hooks.forget)
		__memcall_module.hooks.forget(&unit);
}

/* As plugin/describe.cc has it. */
constexpr uint32_t hash(const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return hash;
}

constexpr uint32_t first_kid(const char *name)
{
	return (hash(name) ^ hash(name) >> 16) % MC_KIDS;
}

/* What a wrapper has for variables; its end is the finally. */
struct wrapper {
	struct mc_position *position;
	void *handle;
	struct mc_link *inside;

	wrapper(struct mc_function *function, void *cfa)
	{
		position = mc_inline_position(&__memcall_module, &nobody);
		handle = mc_inline_enter(&__memcall_module, position, function,
					 cfa);
		if (function->flags & MC_FUNCTION_MARKED)
			position = mc_inline_position(&__memcall_module, &nobody);
		inside = position->current;
	}

	~wrapper()
	{
		mc_inline_leave(&__memcall_module, position, handle);
	}

	void announce(uintptr_t callee)
	{
		if (handle)
			mc_inline_announce(position, callee);
	}

	void go_on()
	{
		if (handle)
			mc_inline_go_on(position, inside);
	}

	bool leaves_early()
	{
		if (!mc_inline_may_tail(&__memcall_module, handle))
			return false;
		handle = nullptr;
		return true;
	}
};

/* What the caller of a circle of tail calls has around the call. */
struct restoring {
	struct mc_position *position;
	struct mc_link *here;

	restoring()
	{
		position = mc_inline_position(&__memcall_module, &nobody);
		here = position->current;
	}

	void restore()
	{
		if (here)
			position->current = here;
	}
};

/* The flags of a function, and the kind of a move. */
#define LOCAL MC_FUNCTION_LOCAL
#define IS_MARKED MC_FUNCTION_MARKED
#define LANDS MC_FUNCTION_FRAMED
#define SHRINKS MC_MOVE_SHRINKS

#define MARKED
#define CFA __builtin_dwarf_cfa()
#ifdef SINGLE
#define ALWAYS MC_FUNCTION_FRAMED
#else
#define ALWAYS 0
#endif

#define FUNCTION(name, flags) \
	static struct mc_function name##_function = { \
		#name "\0" #name "\0" __FILE__, __LINE__, \
		(flags) | ALWAYS, MC_FUNCTION_UNNUMBERED, \
		first_kid(#name), 0, 0, 0};

#define BEGIN(name) struct wrapper own(&name##_function, CFA);

/* A call of NAME that leaves the unit. */
#define OUT(name, call) \
	(own.announce(MC_TOKEN(hash(#name))), call, own.go_on())

/* A call through a pointer. */
#define THROUGH(pointer, n) \
	(own.announce((uintptr_t)pointer), pointer(n), own.go_on())

/* Around a call that moves memory. */
#define MOVE(kind, block, call) \
	do { \
		void *mover = \
			mc_inline_moving(&__memcall_module, block, kind); \
		call; \
		mc_inline_moved(&__memcall_module, mover); \
	} while (0)

#define BEHIND_SETJMP mc_inline_land(&__memcall_module, own.handle, CFA);
#define CAUGHT own.go_on();
#define LEAVING(name) own.announce(MC_TOKEN(hash(#name)));

#ifdef SINGLE
/* Pointers and symbols lead to the one body. */
#define ENTRY(name)
#define SHARED_ENTRY(name)
#define DECLARE_SHARED(name) void name(int);
#define POINTER(name) name
#define RETURN_TAIL(call) return call
#define RESTORING(call) call
#else
/* What pointers and symbols lead to. */
#define ENTRY(name) DEFINE_ENTRY(static, name)
#define SHARED_ENTRY(name) DEFINE_ENTRY(, name)
#define DECLARE_SHARED(name) void name##_entry(int);
#define DEFINE_ENTRY(linkage, name) \
	linkage SHARED name##_entry(int n) \
	{ \
		bool is_inside = name##_function.flags & MC_FUNCTION_MARKED \
					 ? !!__memcall_module.hooks.start \
					 : !!mc_inline_extent( \
						   &__memcall_module); \
\
		if (is_inside) \
			mc_inline_arrive( \
				mc_inline_position(&__memcall_module, \
						   &nobody), \
				MC_TOKEN(hash(#name)), \
				(uintptr_t)name##_entry); \
		name(n); \
	}
#define POINTER(name) name##_entry
#define RETURN_TAIL(call) \
	do { \
		if (own.leaves_early()) \
			return call; \
		RESTORING(call); \
		return; \
	} while (0)
#define RESTORING(call) \
	do { \
		struct restoring before; \
\
		call; \
		before.restore(); \
	} while (0)
#endif

#endif
#endif
