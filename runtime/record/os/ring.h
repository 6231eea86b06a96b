/* SPDX-License-Identifier: MIT */
/*
 * What the kernel tells of a thread through memory, so that it is read without
 * a system call: perf_event_open(2) writes records into a ring, and moves
 * data_head by the length of each.  There are two kinds of rings.
 *
 * A ring of faults has a record for every page fault of user code, of nothing
 * but its header of 8 bytes.
 *
 * A ring of events has records of 16 bytes:
 *
 *	faults      page faults, with their time (of CLOCK_MONOTONIC)
 *	switches    when the thread leaves the processor and comes back, with
 *	            the time (PERF_RECORD_SWITCH, Linux 4.3)
 *	ticks       of a clock that counts the thread's time on the processor
 *
 * A record costs the kernel 0.4 us, a tick some 2 us, and up to 20 us on a
 * virtual machine.  Rings are refused where perf_event_paranoid is above 2, in
 * most containers, and when RLIMIT_MEMLOCK is used up.  Where it is 2, a user
 * without rights gets only those ticks that interrupt user code.  Since Linux
 * 6.17 there are no ticks where io_uring is refused (pin.h).
 */
#ifndef MC_RING_H
#define MC_RING_H

#include "pin.h"

#include <stdint.h>

/* The clock that ticks into a ring of events. */
struct mc_ring_clock {
	uint32_t period_ns; /* from tick to tick; 0: it does not tick */
	int is_user_only; /* there are no ticks within the kernel */
	struct mc_pin pin; /* keeps it going */
};

/* Open a ring for the calling thread, one of events with faults if HAS_FAULTS,
   and with ticks if CLOCK has a period, which is set to 0 if there are none to
   be had.  NULL if there is no ring to be had.  Under the guard. */
void *mc_ring_open_faults(void);
void *mc_ring_open_events(int has_faults, struct mc_ring_clock *clock);

/* Closes RING (may be NULL), and its CLOCK, if it is one of events: in the
   thread that opened it, or after its end. */
void mc_ring_close(void *ring, struct mc_ring_clock *clock);

/* Stops CLOCK, whose ring stays: nothing is missed in the kernel any more.  Any
   time, in the thread that opened it. */
void mc_ring_stop(struct mc_ring_clock *clock);

/* Returns data_head of RING.  It must not be read in a forked child: the ring
   is not inherited. */
const volatile uint64_t *mc_ring_head(void *ring);

/* The bytes of a fault in a ring of faults, and of any record in one of
   events. */
#define MC_RING_FAULT_BYTES 8
#define MC_RING_EVENT_BYTES 16

/* What records of a ring of events tell. */
struct mc_ring_news {
	uint64_t off_ns; /* the thread was off the processor, */
	uint64_t preempted_ns; /* where it could have run */
	uint64_t switches; /* times that it came back */
	uint64_t faults;
	uint64_t ticks;
	uint64_t lost; /* records that were written over, */
	uint64_t lost_ticks; /* of which so many were no faults: ticks, or of
				times off the processor */
};

/* A reader of a ring of events.  Before its first use all is zero but
   `tick_ns`, the period of the clock, and `faults`, data_head of a ring of
   faults of the same thread (NULL: there is none). */
struct mc_ring_reader {
	uint64_t read; /* data_head, up to where records were read */
	uint64_t left_ns; /* when the thread left; 0: it is on the processor */
	int is_preempted; /* the last time that it left */
	uint32_t tick_ns;
	const volatile uint64_t *faults;
	uint64_t faults_read; /* data_head of that ring, then */
};

/* Returns what the records behind READER->read tell, up to data_head, and moves
   the reader there.  A signal handler may read the same ring in between: each
   record is told once. */
struct mc_ring_news mc_ring_read(void *ring, struct mc_ring_reader *reader);

/* The same for the ring of another thread, which may be off the processor now:
   tells of that, too, until NOW_NS. */
struct mc_ring_news mc_ring_read_other(void *ring,
				       struct mc_ring_reader *reader,
				       uint64_t now_ns);

#endif
