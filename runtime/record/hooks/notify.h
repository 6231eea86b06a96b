/* SPDX-License-Identifier: MIT */
/*
 * Follows the threads that the C library starts to tell the program of
 * something (SIGEV_THREAD).  Recorded code asks to have a function called when
 * a timer expires (timer_create), a message arrives (mq_notify), names are
 * looked up (getaddrinfo_a), or a list of requests is done (lio_listio).  That
 * function is a callee of the one that asked, as a thread (creator.h).
 *
 * requests.h has those of single requests (aio_read and its like).  Any thread.
 */
#ifndef MC_NOTIFY_H
#define MC_NOTIFY_H

#include <signal.h>
#include <stdint.h>

/* Points the got slots of all modules that are loaded by now here.  Under the
   guard. */
void mc_notify_patch(void);

/* Returns EVENT as the C library is to have it: CHANGED, filled in, if recorded
   code asks for a thread, else EVENT itself (may be NULL).  Takes the guard. */
struct sigevent *mc_notify_event(struct sigevent *event,
				 struct sigevent *changed);

/* Calls FUNCTION (VALUE), in a thread that the function numbered CREATOR has
   asked for. */
void mc_notify_call(uint32_t creator, void (*function)(union sigval),
		    union sigval value);

#endif
