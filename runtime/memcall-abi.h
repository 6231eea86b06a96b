/* SPDX-License-Identifier: MIT */
/*
 * What compiled code and the recorder agree on.
 *
 * The plugin (plugin/describe.cc) lays these structures out in every unit it
 * instruments, and the recorder (runtime/record/) uses them in the running
 * process.  Nothing here needs a link flag or a header in the program.
 *
 * The words that both use; format.h has those of the profile.
 *
 *	function   a function that the plugin has instrumented: a static struct
 *	           mc_function
 *	unit       an object file: a static struct mc_unit
 *	module     an executable or a shared library.  Its units share
 *	           __memcall_module, a struct mc_module, which is zero while
 *	           there is no recorder
 *	hook       a function of the recorder that compiled code calls: struct
 *	           mc_hooks
 *	extent     a call of a marked function that was made outside of another
 *	           extent: from its beginning to its end, the thread records
 *	link       the beginning of a node of the profile: struct mc_link
 *	kid        a link below another one.  The kid index is the place in
 *	           `kid` of the caller's link where the link to a function is
 *	           looked for: `kid` of struct mc_function
 *	position   the node in which a thread is now, and struct mc_position,
 *	           which holds it in `current`.  A thread that does not record
 *	           has a position of nobody's, whose `current` is NULL; while
 *	           there is no recorder, that is __memcall_nobody
 *	words      what a thread has in the recorder's thread-local storage:
 *	           struct mc_words
 *	handle     what a call got when it began, and gives back when it ends
 *	stack frame  where a call has its variables.  A frame without that word
 *	           is a record of the recorder's (format.h)
 *
 * Words of one side alone:
 *
 *	mark       in the plugin, a call that stands for an entry or an exit
 *	           until GCC has optimised the function (plugin/marks.h)
 *	copies     in the plugin, the forms of a function that run within and
 *	           outside of extents, the two worlds (plugin/instrument.cc)
 *	place      in the recorder, the stack frame of a call, and the code that
 *	           called the hook
 *	strand     in the recorder, what a thread runs on one of its stacks: its
 *	           own, a coroutine's, a signal handler's
 *	guard      in the recorder, signals are blocked; in the plugin, code in
 *	           front of a function that chooses between its copies
 *	got slot   in the recorder, the word by which one module calls a
 *	           function of another
 *
 * The symbols of a module are hidden and COMDAT: its units share them, other
 * modules do not, and a test of them costs a load.  A module has no
 * thread-local storage of its own: a library that is loaded later would need
 * some of the little that the C library keeps for such, and code that runs
 * before there is any must not look there.  So a thread's words are at
 *
 *	words = (char *)__builtin_thread_pointer() + __memcall_module.words;
 *
 * A function that the plugin has instrumented counts its calls itself, in the
 * recorder's tree of calling contexts (runtime/record/profile/cct.h), and asks
 * the recorder about the others: runtime/inline-protocol.h states how.
 *
 * Bump MC_ABI_VERSION when anything in this file changes in layout or meaning,
 * or the inline protocol does: objects live long, and a recorder refuses a unit
 * of another version with one line that says so.
 */
#ifndef MEMCALL_ABI_H
#define MEMCALL_ABI_H

#include <stddef.h>
#include <stdint.h>

#define MC_ABI_VERSION 7

/* Symbols of each module. */
#define MC_SYM_MODULE "__memcall_module"
#define MC_SYM_NOBODY "__memcall_nobody"
#define MC_SYM_TOLD "__memcall_told"

/* The recorder's entry point (mc_register_fn), and the file it is in. */
#define MC_SYM_REGISTER "__memcall_register"
#define MC_RUNTIME_FILE "libmemcall.so"

/* Bits of struct mc_function.flags. */
enum {
	MC_FUNCTION_MARKED = 1, /* carries the attribute, or root= names it */
	MC_FUNCTION_LOCAL = 2, /* not visible outside its unit (static) */
	MC_FUNCTION_FRAMED = 4, /* each call is to have a frame */
	MC_FUNCTION_COROUTINE = 8, /* a call starts a coroutine */
	MC_FUNCTION_RESUMED = 16, /* a call resumes a coroutine */
};

/* Why a coroutine hands over to another one. */
enum mc_reason {
	MC_WAITS = 0, /* it waits for the other */
	MC_YIELDS = 1, /* it yields a value to what resumed or awaited it */
	MC_ENDS = 2, /* it has ended */
};

/* What a call does to memory without a page fault of user code. */
enum {
	MC_MOVE_GROWS = 0,
	MC_MOVE_SHRINKS = 1, /* may give memory back */
	MC_MOVE_FREES = 2, /* gives back a block of malloc's */
	MC_MOVE_DELETES = 3, /* the same, through operator delete */
};

/*
 * One function.  `names` holds three strings, each with its NUL:
 *
 *	the qualified name as it is written   ns::Class::method
 *	the assembler name                    _ZN2ns5Class6methodEi
 *	the source file of the definition     src/class.cc
 *
 * Constructors and destructors go by one assembler name (C1, D1) whatever
 * variant GCC made.  `id` is 0 until the recorder has numbered the function;
 * descriptors of one function in several units (inline functions) get one id.
 * A coroutine has two: one that its starts are counted by, and another with the
 * same strings for its resumptions.
 * `kid` is the kid index, below MC_KIDS, where links to the function are
 * looked for.  The recorder may change it at any time: `misses` counts how
 * often a link was made already but not found there.
 */
struct mc_function {
	const char *names;
	uint32_t line;
	uint32_t flags;
	uint32_t id;
	uint32_t kid;
	uint64_t misses;
};

/*
 * The beginning of a node, which compiled code reads and writes; the rest of
 * the node is in format.h.  Each call takes 1 off `left`.  The call that brings
 * it to 0 is the one that the recorder is asked about; its number is `due`,
 * counted from a base that is kept elsewhere.
 *
 * A program runs through thousands of links, so a call that is only counted
 * touches one cache line, the first of its own link; that of its caller's was
 * touched when the caller was called.  That is why kids are distances of 32
 * bits.  It is also why a recursive link is a position of its own, whose kids
 * are those of the node it leads back to: to go there would be one load more in
 * the chain from a call to the next.
 *
 * All functions begin with a kid index in the first line.  Those in the second
 * are for callees of one caller that would have to share an index.
 */
#define MC_LINE_BYTES 64
#define MC_FIRST_KIDS 13
#define MC_KIDS 25
struct mc_link {
	uint32_t due;
	int32_t left;
	uint32_t function; /* number */
	int32_t kid[MC_KIDS]; /* how many cache lines further on a link is */
};

/* A thread's position, and what the thread looks at from call to call. */
struct mc_position {
	struct mc_link *current;
	uintptr_t calling; /* MC_TOKEN of a name, or an address; 0: nothing */
	struct mc_link *arriving; /* a link below which nothing is found */
	struct mc_link *arrived; /* what `arriving` stands for as `current` */
	/* Two counters that tell that memory may have changed, and their sum at
	   the last look.  NULL: memory is not measured. */
	const volatile uintptr_t *faults;
	const volatile uintptr_t *brk;
	uintptr_t seen;
};

/* The size of __memcall_nobody in words: a struct mc_position fits. */
#define MC_POSITION_WORDS 8

/* A thread's words. */
struct mc_words {
	/* The thread's position while it records, else nobody's. */
	struct mc_position *recording;
	/* The thread's position while it is in an extent, even if it is
	   paused; else NULL. */
	struct mc_position *extent;
};

/* Makes what announces a call of a function, for `calling`, of the hash of the
   function's assembler name.  Never 0. */
#define MC_TOKEN(hash) (((hash)&0x7fffffffu) | 1u)

struct mc_unit;

/*
 * The hooks.  All but forget and flush may be called from any thread and in a
 * signal handler at any point; they keep errno and never call malloc.
 */
struct mc_hooks {
	/* A call within an extent begins, and is to be timed, or its link was
	   not found at its kid index.  `link` is what was found there.  If that
	   is the function's, the call has been counted.  NULL: the link was not
	   looked for, as memory may have changed, or as the thread does not
	   record.  `cfa` is the canonical frame address of the stack frame the
	   function runs in, which is its own, or that of the function it was
	   inlined into.  Returns the handle: the address of an open frame, plus
	   1; or the caller's link, if the call is only counted; or NULL if it
	   is not recorded. */
	void *(*enter)(struct mc_position *position,
		       struct mc_function *function, struct mc_link *link,
		       void *cfa);
	/* A marked function is called outside of an extent: begins one. */
	void *(*start)(struct mc_position *position,
		       struct mc_function *function, struct mc_link *link,
		       void *cfa);
	/* The call is over, however it ended.  If it has a frame, this closes
	   what is open above it, too.  If it has none, memory may have changed,
	   and `handle` becomes the position again.  `position` may be NULL with
	   a frame. */
	void (*leave)(struct mc_position *position, void *handle);
	/* Control may be back by a jump.  Closes what is open above the frame
	   of `handle`.  If that is NULL, closes what runs in the stack frame at
	   `cfa` and what was called from there. */
	void (*resume)(struct mc_position *position, void *handle, void *cfa);
	/* The unit's code is about to be unloaded (its destructor runs). */
	void (*forget)(struct mc_unit *unit);
	/* memcall_flush, memcall_pause and memcall_resume of memcall.h. */
	void (*flush)(void);
	void (*pause)(void);
	void (*unpause)(void);
	/* A call is about to be made that can move memory without a page fault
	   of this thread.  `kind` is MC_MOVE_*, and `block` what free and its
	   like are given.  If this does not return NULL, call `moved` with what
	   it returns after the call. */
	void *(*moving)(struct mc_position *position, void *block, int kind);
	void (*moved)(void *thread);
	/* The call with that frame is about to end in another call, in tail
	   position.  If nothing will be missed, this ends it, leaves the
	   position as it is, and does not return NULL. */
	void *(*tail)(void *handle);
	/* The body of a coroutine runs.  `function` is that of its resumptions,
	   `frame` the address of its std::coroutine_handle.  By `index` GCC
	   tells where it goes on: 0 when the function under its name has
	   started it, and this is part of that call; 2 when it is resumed for
	   the first time; odd when it is destroyed.  Returns a handle as enter
	   does. */
	void *(*run)(struct mc_position *position, struct mc_function *function,
		     void *frame, uint32_t index, void *cfa);
	/* The run with that handle is about to end in a tail call that resumes
	   the coroutine whose frame is `to`, for an enum mc_reason.  Ends the
	   run and returns 0; or returns 1: then resume `to` by an ordinary
	   call, and call leave after it. */
	int (*hand_over)(struct mc_position *position, void *handle,
			 struct mc_function *function, void *frame, void *to,
			 int reason);
};

/* An executable or a shared library. */
struct mc_module {
	/* How far a thread's words are from its thread pointer: the same in
	   every thread (initial-exec TLS). */
	intptr_t words;
	struct mc_hooks hooks;
};

/* One object file. */
struct mc_unit {
	uint32_t abi_version; /* MC_ABI_VERSION of the plugin */
	uint32_t registered; /* the recorder's */
	struct mc_module *module; /* its __memcall_module */
	const char *source; /* main source file, for messages */
	/* The globs of root= that the unit was compiled with.  Each is ended by
	   a NUL, and has a '+' in front if it matches a function of the unit,
	   else a '-'.  An empty string ends the list. */
	const char *roots;
};

/* Each unit's constructor calls this if MEMCALL_OUT is set and not empty. */
typedef void mc_register_fn(struct mc_unit *unit);

#ifdef __cplusplus
#define MC_ASSERT(e) static_assert(e, #e)
#else
#define MC_ASSERT(e) _Static_assert(e, #e)
#endif

MC_ASSERT(offsetof(struct mc_link, kid) + MC_FIRST_KIDS * sizeof(int32_t) ==
	  MC_LINE_BYTES);
MC_ASSERT(sizeof(struct mc_function) == 24 + sizeof(void *));
MC_ASSERT(sizeof(struct mc_hooks) == 13 * sizeof(void *));
MC_ASSERT(sizeof(struct mc_module) == 14 * sizeof(void *));
MC_ASSERT(sizeof(struct mc_position) <= MC_POSITION_WORDS * sizeof(void *));
MC_ASSERT(sizeof(struct mc_words) == 2 * sizeof(void *));
MC_ASSERT(sizeof(struct mc_unit) == 8 + 3 * sizeof(void *));

#endif
