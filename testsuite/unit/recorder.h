/* SPDX-License-Identifier: MIT */
/*
 * A recorder at work in the test program, for tests of runtime/record.
 *
 *	struct mc_thread *thread = mc_recorder_thread();
 *	struct mc_function *f = mc_recorder_function("f", MC_FUNCTION_MARKED);
 *	void *frame = mc_hooks.start(NULL, f, mc_recorder_cfa(0));
 *
 *	mc_hooks.leave(frame);
 *
 * There is one recorder in a process: its profile, its numbers and this
 * thread's tree grow from test to test.  A test takes functions of its own, so
 * that nobody else calls them; or, where numbers of the tree matter, a tree of
 * its own.  Memory is not measured.
 */
#ifndef MC_RECORDER_H
#define MC_RECORDER_H

#include "memcall-abi.h"
#include "record/profile/thread.h"

/* How many calls the made-up stack has room for. */
#define MC_RECORDER_DEPTH 120000u

/*
 * The calling thread's state, with no call open.  Its stack is a made-up one,
 * from which mc_recorder_cfa takes addresses; MC_RECORDER_DEPTH calls fit.
 * Call it at the start of each test.
 */
struct mc_thread *mc_recorder_thread(void);

/* A tree of no thread. */
struct mc_cct *mc_recorder_tree(void);

/* A function that no other test has; its symbol is new. */
struct mc_function *mc_recorder_function(const char *name, uint32_t flags);

/* The same by literal strings, "name\0symbol\0file". */
struct mc_function *mc_recorder_describe(const char *names, uint32_t flags);

/* The canonical frame address of the call that is so many calls deep.  The
   word below it is where the return address is. */
void *mc_recorder_cfa(uint32_t depth);

/* The file can (not) grow from now on. */
void mc_recorder_fill_up(void);
void mc_recorder_make_room(void);

/* What is written to standard error from now on is kept, until the text is
   taken (a static buffer; what does not fit is lost). */
void mc_recorder_capture(void);
const char *mc_recorder_captured(void);

#endif
