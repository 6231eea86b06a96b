/* SPDX-License-Identifier: MIT */
/*
 * What compiled code and the recorder agree on.
 *
 * The plugin (plugin/describe.cc) lays these structures out in every unit it
 * instruments, and the recorder (runtime/record/) uses them in the running
 * process.  Nothing here needs a link flag or a header in the program.
 *
 *   function   struct mc_function    static, one for each instrumented function
 *   unit       struct mc_unit        static, one for each object file
 *   module     __memcall_module      struct mc_module: where a thread has its
 *                                    words, and what to call; zero while there
 *                                    is no recorder
 *              __memcall_nobody      the position of a thread while there is
 *                                    no recorder: NULL
 *   thread     struct mc_words       two words in the recorder's thread-local
 *                                    storage
 *
 * A module is an executable or a shared library.  Its symbols are hidden
 * and COMDAT: its units share them, other modules do not, and a test of them
 * costs a load.  It has no thread-local storage of its own: a library that is
 * loaded later would need some of the little that the C library keeps for such,
 * and code that runs before there is any must not look there.  So a thread's
 * words are at
 *
 *	words = (char *)__builtin_thread_pointer() + __memcall_module.words;
 *
 * A function that the plugin has instrumented counts its calls itself, in the
 * recorder's tree of calling contexts (runtime/record/cct.h), and asks the
 * recorder about the others: runtime/inline-protocol.h states how.
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
	MC_FUNCTION_COROUTINE = 8,
	MC_FUNCTION_RESUMED = 16, /* its body: a call is a resumption */
};

/* Why a coroutine hands over to another one. */
enum mc_reason {
	MC_WAITS = 0, /* for it */
	MC_YIELDS = 1, /* a value, to what it was resumed by or awaited */
	MC_ENDS = 2,
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
 * `slot`, below MC_KIDS, is where links to the function are looked for; the
 * recorder may change it at any time, and counts in `misses` how often a link
 * was made already but not there.
 */
struct mc_function {
	const char *names;
	uint32_t line;
	uint32_t flags;
	uint32_t id;
	uint32_t slot;
	uint64_t misses;
};

/*
 * The beginning of a node of the tree: a function in a calling context, and the
 * link to it.  What compiled code reads and writes; the rest is in format.h.
 * Of the calls begun, `left` are still to come until the one that has the
 * number `due` (from a base that is kept elsewhere).
 *
 * A call mostly uses the first cache line alone, because a program runs through
 * thousands of them: one that is counted touches its own, as its caller's was
 * touched when that was called.  That is why kids are distances, of 32 bits,
 * and why a recursive link is a position of its own, with kids of its own, that
 * are those of the node it leads back to: going there would be one load more in
 * the chain from a call to the next.
 *
 * All functions begin with a slot in that line.  The others stand in the next,
 * for callees of one caller that would have to share a slot.
 */
#define MC_LINE_BYTES 64
#define MC_FIRST_KIDS 13
#define MC_KIDS 25
struct mc_link {
	uint32_t due;
	int32_t left;
	uint32_t function; /* number */
	int32_t kid[MC_KIDS]; /* links last found: how many lines further on */
};

/* A thread's position. */
struct mc_slot {
	struct mc_link *current;
	uintptr_t calling; /* MC_TOKEN of a name, or an address; 0: nothing */
	struct mc_link *arriving; /* a position in which nothing is found */
	struct mc_link *arrived; /* what it stands for while it is current */
	/* What tells that memory may have changed, and the sum of the two when
	   it was last looked at.  NULL: not measured. */
	const volatile uintptr_t *faults;
	const volatile uintptr_t *brk;
	uintptr_t seen;
};

/* How many words __memcall_nobody has, so that a mc_slot fits. */
#define MC_SLOT_WORDS 8

/* A thread's words. */
struct mc_words {
	/* The thread's position while it records, else one of nobody's, in
	   which `current` is NULL. */
	struct mc_slot *recording;
	/* The thread's position while it is in an extent, paused or not, else
	   NULL. */
	struct mc_slot *extent;
};

/* Of the hash of an assembler name. */
#define MC_TOKEN(hash) (((hash)&0x7fffffffu) | 1u)

struct mc_unit;

/*
 * The hooks.  All but forget and flush may be called from any thread and in a
 * signal handler at any point; they keep errno and never call malloc.
 */
struct mc_hooks {
	/* A call within an extent begins that is to be timed, or whose link was
	   not found in its slot.  `link` is what was found there: it has been
	   counted if it is the function's.  NULL: it was not looked for, as
	   memory may have changed, or as the thread does not record.  `cfa` is
	   the canonical frame address of the stack frame the function runs in
	   (its own, or that of one it was inlined into).  Returns the handle:
	   the address of an open frame, plus 1; or the parent, if the call is
	   only counted; or NULL if it is not recorded. */
	void *(*enter)(struct mc_slot *slot, struct mc_function *function,
		       struct mc_link *link, void *cfa);
	/* A marked function is called outside of an extent: begins one. */
	void *(*start)(struct mc_slot *slot, struct mc_function *function,
		       struct mc_link *link, void *cfa);
	/* The call is over, however it ended.  If it has a frame, closes what
	   is open above it, too; else memory may have changed, and `handle` is
	   to be the position again.  `slot` may be NULL with a frame. */
	void (*leave)(struct mc_slot *slot, void *handle);
	/* Control may be back by a jump: closes what is open above the frame of
	   `handle`, or with NULL what runs in the stack frame at `cfa` or is
	   called from there. */
	void (*resume)(struct mc_slot *slot, void *handle, void *cfa);
	/* The unit's code is about to be unloaded (its destructor runs). */
	void (*forget)(struct mc_unit *unit);
	/* memcall_flush, memcall_pause and memcall_resume of memcall.h. */
	void (*flush)(void);
	void (*pause)(void);
	void (*unpause)(void);
	/* A call is about to be made that can move memory without a page fault
	   of this thread: `kind` is MC_MOVE_*, `block` what free and its like
	   are given.  Unless NULL is
	   returned, moved is to be called with that after the call. */
	void *(*moving)(struct mc_slot *slot, void *block, int kind);
	void (*moved)(void *thread);
	/* The call with that frame is about to end in another one, in tail
	   position.  Not NULL: nothing will be missed if it ends here, and it
	   has; the position is still its own. */
	void *(*tail)(void *handle);
	/* The body of a coroutine runs: `function` is that of its resumptions,
	   `frame` what its handle has for an address.  By `index` GCC tells
	   where it goes on: 0 when it is started, by the function under its
	   name, whose call that is; odd when it is destroyed; 2 when it is
	   resumed for the first time.  Returns a handle as enter does. */
	void *(*run)(struct mc_slot *slot, struct mc_function *function,
		     void *frame, uint32_t index, void *cfa);
	/* The run with that handle is about to end in a tail call that resumes
	   the coroutine whose frame is `to`.  It is over then, unless 1 is
	   returned: then `to` is to be called, and leave after that.
	   `reason` is MC_WAITS, MC_YIELDS or MC_ENDS. */
	int (*hand_over)(struct mc_slot *slot, void *handle,
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
	/* The globs of root= that it was compiled with, each with a '+' in
	   front if it matches a function of the unit, else with a '-', and
	   ended by a NUL; an empty string ends them. */
	const char *roots;
};

/*
 * Called by each unit's constructor if MEMCALL_OUT is set and not empty.
 */
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
MC_ASSERT(sizeof(struct mc_slot) <= MC_SLOT_WORDS * sizeof(void *));
MC_ASSERT(sizeof(struct mc_words) == 2 * sizeof(void *));
MC_ASSERT(sizeof(struct mc_unit) == 8 + 3 * sizeof(void *));

#endif
