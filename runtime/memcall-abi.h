/* SPDX-License-Identifier: MIT */
/*
 * The contract between compiled code and the recorder.
 *
 * The plugin (plugin/) adds code to the functions that GCC compiles, and lays
 * these structures out in every object file (plugin/describe.cc).  The recorder
 * is libmemcall.so (runtime/record/).  It is loaded into the running process,
 * and writes the profile.  A program needs no header for this.  It needs no
 * link flag either, unless it is static.
 *
 * Terms of both sides.  format.h has those of the profile.
 *
 *	function   a function that the plugin has instrumented.  A static struct
 *	           mc_function describes it
 *	unit       an object file.  A static struct mc_unit describes it
 *	module     an executable or a shared library.  Its units share
 *	           __memcall_module, a struct mc_module, which is zero while
 *	           there is no recorder
 *	hook       a function of the recorder that compiled code calls: struct
 *	           mc_hooks
 *	extent     a stretch of time in which a thread records.  A call of a
 *	           marked function begins one if the thread is in none, and it
 *	           ends with that call.  The start of a thread by recorded code
 *	           begins one in that thread
 *	node       a function in a calling context, with its numbers: struct
 *	           mc_node of format.h
 *	link       the beginning of a node, by which its caller leads to it:
 *	           struct mc_link
 *	edge       two functions, a caller and a callee, in whatever context
 *	position   a thread's struct mc_position.  Its `current` is the link of
 *	           the innermost call that is open.  While a thread does not
 *	           record, compiled code is given a position of nobody's, whose
 *	           `current` is NULL.  While there is no recorder, that is
 *	           __memcall_nobody
 *	kid        a link that a caller's link leads to.  A link has a table of
 *	           kids.  Each function has a kid index: its links are looked
 *	           for at that index of the table
 *	light      of a copy of a function: it is given its link as an argument,
 *	           and counts the calls it makes itself.  Of a call: so counted
 *	slot       of a light copy's link: the count of one callee's light
 *	           calls, and that callee's link: struct mc_slot
 *	inner      of a function, for one that calls it: it does so little that
 *	           its calls are counted in its caller's link: struct mc_inner
 *	words      three pointers of each thread, in the recorder's thread-local
 *	           storage: struct mc_words
 *	handle     a value that a call gets from its entry, and gives back at
 *	           its exit
 *	frame      the recorder's own record of an open call: struct mc_frame
 *	           of format.h.  Not every call has one.  (The place of a call's
 *	           variables is always called a stack frame.)
 *
 * Terms of one side:
 *
 *	mark       in the plugin: a call of a function that does not exist, in
 *	           the place of an entry or exit.  It is written out when GCC
 *	           has optimised the function (plugin/marks.h)
 *	copies     in the plugin: the forms of a function, one that runs within
 *	           extents and one that runs outside (plugin/instrument.cc)
 *	guard      in the plugin: code in front of a function that chooses
 *	           between its copies (plugin/guard.h)
 *	guard      in the recorder: its lock.  Who holds it has signals blocked
 *	place      in the recorder: where a call runs, that is, its stack frame
 *	           and the code that called the hook
 *	strand     in the recorder: what a thread runs on one of its stacks,
 *	           which are its own, a coroutine's or a signal handler's
 *	got slot   in the recorder: the pointer by which one module calls a
 *	           function of another
 *
 * A link leads back to an ancestor if both are of one edge, and if each edge
 * between the two is also on the path from the root to the ancestor.  What is
 * called there hangs below the ancestor (runtime/record/profile/cct.h shows a
 * tree).
 *
 * The symbols of a module are hidden and COMDAT: its units share them, and
 * other modules do not see them.  So one load tells compiled code whether there
 * is a recorder.
 *
 * A module has no thread-local storage of its own.  A library that is loaded
 * later would take some of the little space that the C library keeps for
 * libraries of this kind.  Besides, code that runs before a thread has such
 * storage must not read it.  So a thread's words are in the recorder's, at
 *
 *	words = (char *)__builtin_thread_pointer() + __memcall_module.words;
 *
 * Compiled code counts most calls itself, in the recorder's tree
 * (runtime/record/profile/cct.h).  It calls a hook for the others.
 * runtime/inline-protocol.h states in C what it does.
 *
 * Raise MC_ABI_VERSION when the layout or the meaning of anything in this file
 * changes, or the inline protocol does.  Old object files stay in use for long.
 * The recorder refuses a unit of another version, and says so in one line.
 */
#ifndef MEMCALL_ABI_H
#define MEMCALL_ABI_H

#include <stddef.h>
#include <stdint.h>

#define MC_ABI_VERSION 12

/* Symbols of each module.  The third is an int: 1 when the module has said that
   it found no recorder. */
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
	MC_FUNCTION_FRAMED = 4, /* each of its calls has a frame */
	MC_FUNCTION_COROUTINE = 8, /* a call starts a coroutine */
	MC_FUNCTION_RESUMED = 16, /* a call resumes a coroutine */
	MC_FUNCTION_TRIVIAL = 32, /* does nearly nothing: returns a member */
	MC_FUNCTION_LIGHT = 64, /* it has a light copy, */
	MC_FUNCTION_FAR = 128, /* which other units may call */
};

/* Why a coroutine hands over to another one. */
enum mc_reason {
	MC_WAITS = 0, /* it waits for the other */
	MC_YIELDS = 1, /* it yields a value to what resumed or awaited it */
	MC_ENDS = 2, /* it has ended */
};

/* What a call may do to memory without a page fault in the program's code, or
   that it works in the kernel, where the thread's CPU clock may not tick. */
enum {
	MC_MOVE_GROWS = 0, /* adds memory: mmap, read */
	MC_MOVE_SHRINKS = 1, /* gives memory back: munmap, madvise */
	MC_MOVE_FREES = 2, /* gives back a block of malloc's: free, realloc */
	MC_MOVE_DELETES = 3, /* gives back one of operator new's: delete */
	MC_MOVE_NOTHING = 4, /* moves none, but is a system call: write, stat */
};

/*
 * One function.  `names` holds three strings, each with its NUL:
 *
 *	the qualified name as it is written   ns::Class::method
 *	the assembler name                    _ZN2ns5Class6methodEi
 *	(empty if it is the same)
 *	the source file of the definition     src/class.cc
 *
 * A constructor has one assembler name (C1), whichever variant of it GCC made;
 * so has a destructor (D1).  `id` is MC_FUNCTION_UNNUMBERED until the recorder
 * has numbered the function: never 0, which is what is found in memory that
 * holds no link.  Several units may describe one function (if it is inline):
 * these descriptors get one id.  A coroutine has two descriptors with the same
 * strings: one counts its starts, the other its resumptions.
 *
 * `kid` is the kid index, below MC_KIDS.  The recorder may change it at any
 * time.  To decide on that it counts in `misses` how often the link was not at
 * its kid index.
 *
 * `slots` says how many slots the function's light copy counts in.  The first
 * ones, as many as `unbound` says, are for its inner functions, of which
 * `inner` is a table of `inners` elements.  The others are bound to links.
 * `layout` is a hash of what all slots are for.  Two units may have given an
 * inline function different slots.  Then it gets two ids.
 *
 * `light` is the light copy, if code elsewhere may call it in the place of the
 * function; then `entry` is the function's address.  Else both are NULL, and
 * so they are until the function is first recorded: the linker may have taken
 * another unit's function, with that unit's descriptor.
 */
#define MC_FUNCTION_UNNUMBERED 0xfffffffeu
/* `function` of a link that a light copy is given where its call is not
   recorded: none of its slots leads anywhere (record/profile/stand-in.c). */
#define MC_FUNCTION_STAND_IN 0xfffffffdu
struct mc_function {
	const char *names;
	uint32_t line;
	uint32_t flags;
	uint32_t id;
	uint32_t kid;
	uint32_t misses;
	uint32_t token; /* MC_TOKEN of its name */
	uint32_t slots;
	uint32_t layout;
	const void *light;
	const void *entry;
	const struct mc_inner *inner;
	uint32_t inners;
	uint32_t unbound;
};

/*
 * An inner function.  It returns after few instructions, and calls none but
 * inner ones.  It has no node below its caller's, and nothing is asked when it
 * is called: its caller counts the call in one of its own slots, and the calls
 * that it makes are counted in those behind that.  So GCC can inline the call,
 * keep the counts in registers, and multiply them after loops.
 *
 *	f's light copy:
 *		slots of f's link[slot].count++;
 *		light copy of g (...) with a link whose slots are those of f's
 *				link from slot + 1 on
 *
 * No time is its own: it is its caller's.  The slots of an inner function's
 * inner functions lie among its own, as `slot` of its own table says.  Tables
 * are in the order of `slot`.
 */
struct mc_inner {
	struct mc_function *function;
	uint64_t slot;
};

/*
 * A link: the beginning of a node, which compiled code reads and writes.  The
 * rest of the node is in format.h.
 *
 * Compiled code counts a call by taking 1 off `left`.  The call that brings it
 * to 0 is due: it is the one that the recorder is asked about.  With `base`,
 * which is in the rest of the node,
 *
 *	calls begun = base + due - left
 *
 * `kid` says how far away other links are, in cache lines, from this link on;
 * a link at a lower address has a negative distance.  An index that has no kid
 * leads to a link that is no function's.
 *
 * A program runs through thousands of links.  So a call that is only counted
 * touches one new cache line: the first line of its own link.  (Its caller's
 * line was touched when the caller was called.)  Distances of 32 bits leave
 * room for MC_KIDS of them in that line.
 *
 * A link that leads back has a table of kids, too.  It holds the links that
 * hang below the ancestor.  If compiled code went to the ancestor instead,
 * there would be one load more between a call and the next.
 */
#define MC_LINE_BYTES 64
#define MC_KIDS 13
struct mc_link {
	uint32_t due; /* the number of the call that is due, less `base` */
	int32_t left; /* calls until then */
	uint32_t function; /* `id` of its struct mc_function */
	int32_t kid[MC_KIDS]; /* MC_LINE_BYTES * kid[i] bytes to a link */
	uint16_t slots; /* how many stand at MC_SLOTS_OFFSET, */
	uint16_t unbound; /* and how many of them are never bound */
	uint32_t thread; /* the recorder's own */
	const struct mc_function *callee; /* while a slot is bound to this */
};

/*
 * A slot.  A light copy is given the slot by which it is called in the register
 * that GCC has for the static chain of nested functions.  So arguments stand
 * where those of the function stand, and who calls a light copy in the place of
 * a function need not know their types.  A light copy of f calls a function g
 * of its unit, which has a light copy as well, by
 *
 *	slot = slots of f's link + what is g's number among f's callees;
 *	light copy of g (...) with slot;
 *
 * and the light copy of g begins with
 *
 *	link = slot->kid;
 *	if (!link)
 *		return g with its hooks (...) with slot;
 *	slot->count++;
 *
 * Each function of another unit that f calls by its name has a slot, too:
 *
 *	if (slot->kid) {
 *		to = slot->kid->callee->light;
 *	} else {
 *		tell (f's link, g's number, MC_TOKEN of g's name, g);
 *		to = g;
 *	}
 *	to (...) with slot;
 *
 * So has each call through a pointer.  Its slot can be of one function at a
 * time, and a signal handler may bind it to another one.  So the light copy is
 * given a slot that no handler knows of.
 *
 *	link = slot->kid;
 *	if (link && link->callee->entry == g) {
 *		slot->count++;
 *		to = link->callee->light;
 *	} else {
 *		tell (f's link, g's number, g, g);
 *		to = g;
 *	}
 *	to (...) with {.kid = link};
 *
 * The recorder puts the link of g there (`kid`) when calls need not be timed,
 * and takes it away to have one timed.  It does so only where `target` is the
 * address of the function that was reached: else there is code between the two.
 */
struct mc_slot {
	uint64_t count;
	struct mc_link *kid;
	uint32_t link; /* where the callee's node is in the file, in lines */
	uint32_t number; /* its own among those of its link, from 1 on; 0: it is
			    of no link */
};

/* Where the slots of a link stand: behind its node (struct mc_node). */
#define MC_SLOTS_OFFSET 320

/* No link has more. */
#define MC_MOST_SLOTS 2048

/*
 * A thread's position: what compiled code looks at from call to call.
 *
 * Code that is not instrumented may jump out of calls that it has made, and
 * nobody tells the recorder.  So each call by such code has a frame.  The frame
 * notes where on the stack the call runs.  By that, a later hook can tell that
 * the call is over.
 *
 * How these calls are found: instrumented code announces a call that leaves its
 * unit, that is, it writes the callee into `calling`.  A function that is
 * entered by its symbol or its address looks there.  If it was not announced,
 * it copies `current` to `arrived` and `arriving` to `current`.  Below
 * `arriving` no link is found, so enter is called.  The recorder goes on from
 * `arrived`.
 */
struct mc_position {
	struct mc_link *current;
	uintptr_t calling; /* MC_TOKEN of a name, or an address; 0: nothing */
	struct mc_link *arriving; /* a link without kids */
	struct mc_link *arrived;
	/* Two counters that tell that memory may have changed, and their sum at
	   the last look.  `faults` is NULL if memory is not measured. */
	const volatile uintptr_t *faults; /* counts page faults */
	const volatile uintptr_t *brk; /* the end of the heap */
	uintptr_t seen;
	/* For light copies: how far a word is from the thread's words, and its
	   value at the last look.  It is what `faults` points to, or else one
	   that never changes.  In a child that the kernel has wiped this for,
	   both are 0: a word of the thread's own, which is not 0. */
	intptr_t head;
	uintptr_t looked;
	/* The slot of the call that was announced last, and whom it is for: the
	   address that is called, or that of a struct mc_function. */
	struct mc_slot *slot;
	uintptr_t target;
};

/* The size of __memcall_nobody, in pointers: a struct mc_position fits. */
#define MC_POSITION_WORDS 16

/* A thread's words. */
struct mc_words {
	/* The thread's position while it records, else nobody's. */
	struct mc_position *recording;
	/* The thread's position while it is in an extent, even if it is
	   paused; else NULL. */
	struct mc_position *extent;
	/* The thread's position, whether it records or not, for light copies.
	   Until the thread has one, a position that is nobody's but may be
	   written to. */
	struct mc_position *own;
};

/* The value of `calling` for a call of a function by its name.  HASH is a hash
   of the function's assembler name.  Never 0. */
#define MC_TOKEN(hash) (((hash)&0x7fffffffu) | 1u)

/*
 * By what a function with hooks that has a light copy is called: the value of
 * its static chain.  Its own entry at an address has found the thread in an
 * extent; or an instrumented function of the unit without a light copy calls
 * it; or its light copy does so, which was called by a slot that leads nowhere.
 * Addresses have a first bit of 0.
 */
#define MC_FROM_ENTRY(address) (~(uintptr_t)(address))
#define MC_FROM_UNIT 1u
#define MC_FROM(slot) ((uintptr_t)(slot))

/* What begin hands over to end. */
struct mc_call {
	void *handle;
	struct mc_link *back; /* what is `current` when the call ends */
	struct mc_slot slot; /* by which the light copy is called */
};

struct mc_unit;

/*
 * The hooks.  Any thread may call them, and so may a signal handler at any
 * point; but not forget and flush.  They keep errno and never call malloc.
 */
struct mc_hooks {
	/* Begins a call within an extent that compiled code cannot begin
	   itself, for one of these reasons:

	     - The call is due.  LINK is the function's, and the call has been
	       counted.
	     - The link was not at its kid index.  LINK is what was found there,
	       which is another function's or none's.
	     - Memory may have changed, or the thread is paused.  LINK is NULL:
	       it was not looked for.

	   CFA is the canonical frame address of the stack frame that the
	   function runs in.  (A function that was inlined runs in that of the
	   function around it.)

	   POSITION tells the caller's slot for light calls, if the caller is a
	   light copy.

	   Returns the handle.  For a call with a frame it is the frame's
	   address plus 1.  For a call that is only counted it is the caller's
	   link.  For a call that is not recorded it is NULL. */
	void *(*enter)(struct mc_position *position,
		       struct mc_function *function, struct mc_link *link,
		       void *cfa);
	/* Begins an extent with a call of a marked function.  Takes and returns
	   what enter does; LINK is NULL.  The hook itself is NULL in a process
	   that is to begin no more extents. */
	void *(*start)(struct mc_position *position,
		       struct mc_function *function, struct mc_link *link,
		       void *cfa);
	/* Ends a call, in whatever way it ended.  If it has a frame, all calls
	   above that frame end, too, and POSITION may be NULL.  If it has none,
	   memory may have changed; HANDLE becomes `current` again. */
	void (*leave)(struct mc_position *position, void *handle);
	/* Puts calls right where control may be back by a jump (behind setjmp).
	   Ends all calls above the frame of HANDLE.  If HANDLE is NULL, ends
	   the calls that run in the stack frame at CFA or were made from
	   there. */
	void (*resume)(struct mc_position *position, void *handle, void *cfa);
	/* Forgets a unit whose code is about to be unloaded.  The unit's
	   destructor calls this. */
	void (*forget)(struct mc_unit *unit);
	/* memcall_flush, memcall_pause and memcall_resume of memcall.h. */
	void (*flush)(void);
	void (*pause)(void);
	void (*unpause)(void);
	/* Prepares for a call that may change memory without a page fault of
	   this thread.  KIND is MC_MOVE_*.  BLOCK is what free and its like are
	   given.  If this returns something other than NULL, give that to
	   `moved` after the call. */
	void *(*moving)(struct mc_position *position, void *block, int kind);
	void (*moved)(void *thread);
	/* Asks whether the call with that frame may end now, since the last
	   thing it does is to call another function (a call in tail position).
	   If it may, ends it, leaves `current` as it is, and does not return
	   NULL.  record/hooks/hooks.c says when it may. */
	void *(*tail)(void *handle);
	/* Begins a run of a coroutine's body.  FUNCTION is the one of its
	   resumptions.  COROUTINE is the address in its std::coroutine_handle.
	   INDEX is GCC's number of the point where the body goes on: 0 when the
	   coroutine is started, which is part of the call under its own name; 2
	   when it is resumed for the first time; odd when it is destroyed.
	   Returns a handle as enter does. */
	void *(*run)(struct mc_position *position, struct mc_function *function,
		     void *coroutine, uint32_t index, void *cfa);
	/* Asks how to go from a run of COROUTINE, which has HANDLE, to the
	   coroutine TO, which is to be resumed by a tail call.  REASON is an
	   enum mc_reason.  If this returns 0, make the tail call; the run has
	   ended.  If it returns 1, resume TO by an ordinary call, and call
	   leave after it. */
	int (*hand_over)(struct mc_position *position, void *handle,
			 struct mc_function *function, void *coroutine,
			 void *to, int reason);
	/* A light copy has found that the word at position->head is not
	   position->looked.  SELF is its link.  If IS_ENTRY, the copy has just
	   been called, and what happened until now was its caller's doing; else
	   it was its own. */
	void (*look)(struct mc_link *self, int is_entry);
	/* Begin and end a call of a function that has a light copy, with all
	   that compiled code does before and after enter and leave (or start)
	   for others.  FROM is MC_FROM*.  CALL is memory of the caller's for
	   the time of the call; begin sets its slot for the light copy, which
	   is LIGHT (NULL: it does not matter).  If the call is not recorded, or
	   has no node of its own, that leads to a link whose own slots lead
	   nowhere. */
	void (*begin)(struct mc_function *function, uintptr_t from, void *cfa,
		      struct mc_call *call, const void *light);
	void (*end)(struct mc_call *call);
	/* Announces a call that the light copy with the link SELF is about to
	   make, of what is at TARGET, for the slot NUMBER.  CALLING is TARGET,
	   or the MC_TOKEN of its name. */
	void (*tell)(struct mc_link *self, uint32_t number, uintptr_t calling,
		     uintptr_t target);
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
	uint32_t registered; /* 1 while the recorder knows the unit */
	struct mc_module *module; /* its __memcall_module */
	const char *source; /* main source file, for messages */
	/* The values of the plugin's argument root= for this unit: strings,
	   each with its NUL.  In front of each is a '+' if it matches a
	   function of the unit, else a '-'.  An empty string ends the list. */
	const char *roots;
};

/* Each unit's constructor calls this if MEMCALL_OUT is set and not empty. */
typedef void mc_register_fn(struct mc_unit *unit);

#ifdef __cplusplus
#define MC_ASSERT(e) static_assert(e, #e)
#else
#define MC_ASSERT(e) _Static_assert(e, #e)
#endif

MC_ASSERT(offsetof(struct mc_link, slots) == MC_LINE_BYTES);
MC_ASSERT(sizeof(struct mc_slot) == 16 + sizeof(void *));
MC_ASSERT(sizeof(struct mc_function) == 40 + 4 * sizeof(void *));
MC_ASSERT(sizeof(struct mc_inner) == 8 + sizeof(void *));
MC_ASSERT(sizeof(struct mc_hooks) == 17 * sizeof(void *));
MC_ASSERT(sizeof(struct mc_module) == 18 * sizeof(void *));
MC_ASSERT(sizeof(struct mc_position) <= MC_POSITION_WORDS * sizeof(void *));
MC_ASSERT(sizeof(struct mc_words) == 3 * sizeof(void *));
MC_ASSERT(sizeof(struct mc_unit) == 8 + 3 * sizeof(void *));

#endif
