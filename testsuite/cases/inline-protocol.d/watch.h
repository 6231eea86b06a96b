/* SPDX-License-Identifier: MIT */
/*
 * What the script of calls asks of watch.c, which knows the recorder's state.
 * None of it is instrumented: calls of it leave the unit.
 */
#ifndef WATCH_H
#define WATCH_H

#ifdef __cplusplus
extern "C" {
#endif

/* Writes down the state of the thread, under the NAME of the step. */
void watch_step(const char *name);

/* The same.  A leaf, it is said, and so not announced: what was announced
   before shows. */
__attribute__((leaf)) void watch_quietly(const char *name);

/* The function that is called through a pointer: its address is written as
   such. */
extern void (*volatile watch_pointed_to)(int);

/* Within the first extent: from now on, that memory may have changed is told
   by watch_touch alone. */
void watch_begin(void);
void watch_touch(void);

/* Puts all links some calls off from being timed, as time=auto does; and has
   the next call of each be timed. */
void watch_put_off(void);
void watch_make_due(void);

/* Calls FUNCTION, as code that is not instrumented does. */
void watch_call(void (*function)(int), int n);

/* memcall_pause and memcall_resume. */
void watch_pause(void);
void watch_unpause(void);

/* Has the recorder take another thread for recording, or not. */
void watch_pretend_other(int is_there);

#ifdef __cplusplus
}
#endif

#endif
