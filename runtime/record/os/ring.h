/* SPDX-License-Identifier: MIT */
/*
 * What the kernel tells of a thread through memory, so that it is read without
 *a system call.
 *
 * perf_event_open(2) with PERF_COUNT_SW_PAGE_FAULTS writes a record into a ring
 * for every page fault of user code.  There are two kinds of rings:
 *
 *	faults    records of nothing but their header of 8 bytes: data_head
 *moves by 8 with every fault events    also PERF_RECORD_SWITCH (Linux 4.3),
 *whenever the thread leaves the processor and comes back; every record has a
 *time (of CLOCK_MONOTONIC), and 16 bytes
 *
 * A record costs the kernel 0.4 us.  Rings are refused where
 * perf_event_paranoid is above 2, in most containers, and when RLIMIT_MEMLOCK
 *is used up.
 */
#ifndef MC_RING_H
#define MC_RING_H

#include <stdint.h>

/* Open a ring for the calling thread.  NULL if there is none to be had.  Under
   the guard. */
void *mc_ring_open_faults(void);
void *mc_ring_open_events(void);

/* Closes RING (may be NULL): in the thread that opened it, or after its end. */
void mc_ring_close(void *ring);

/* Returns data_head of RING.  It must not be read in a forked child: the ring
   is not inherited. */
const volatile uint64_t *mc_ring_head(void *ring);

/* The bytes of a fault in a ring of faults, and of any record in one of
   events. */
#define MC_RING_FAULT_BYTES 8
#define MC_RING_EVENT_BYTES 16

/* Time that a thread was off the processor. */
struct mc_ring_absence {
	uint64_t off_ns; /* all of it, */
	uint64_t preempted_ns; /* and where the thread could have run */
};

/* A reader of a ring of events, zeroed before its first use. */
struct mc_ring_reader {
	uint64_t read; /* data_head, up to where records were read */
	uint64_t left_ns; /* when the thread left; 0: it is on the processor */
	int is_preempted; /* then */
};

/* Returns what the records behind READER->read tell, up to data_head, and moves
   the reader there.  Records that were written over are passed by.  A signal
   handler may read the same ring in between: each record is told once. */
struct mc_ring_absence mc_ring_read(void *ring, struct mc_ring_reader *reader);

/* The same for the ring of another thread, which may be off the processor now:
   tells of that, too, until NOW_NS. */
struct mc_ring_absence mc_ring_read_other(void *ring,
					  struct mc_ring_reader *reader,
					  uint64_t now_ns);

#endif
