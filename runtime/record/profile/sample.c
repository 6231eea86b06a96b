/* SPDX-License-Identifier: MIT */
/*
 * Picks calls.  See sample.h.
 */
#include "sample.h"
#include "../os/clock.h"
#include "../os/hash.h"
#include "mapfile.h"
#include "options.h"

/* The first calls of a link, which are all timed; and the timed calls from one
   look at its rate to the next. */
#define MC_SAMPLE_FIRST 16u
#define MC_SAMPLE_LOOK 64u

/* The time from one timed call of a hot link to the next.  It costs the thread
   one or two percent. */
#define MC_SAMPLE_INTERVAL_NS 2000u

/* At least one in so many calls of a hot link is timed: a million calls give a
   mean within 1 % even if they last anything from 0 to twice that. */
#define MC_SAMPLE_RAREST 256u

/* Timing shall take between 1/64 and 1/32 of a thread's time. */
#define MC_SAMPLE_THREAD_LOOK 1024u
#define MC_SAMPLE_MOST 32u
#define MC_SAMPLE_LEAST 64u
#define MC_SAMPLE_LARGEST_SHIFT 8u

uint32_t mc_sample_seed(uint32_t number)
{
	uint64_t run = mc_options.seed ?: mc_clock_ticks();
	uint32_t seed = (uint32_t)mc_hash_mix(run + ((uint64_t)number << 32));

	return seed ?: MC_SAMPLE_SEED;
}

static void close_stratum(struct mc_node *link, uint64_t calls, uint64_t now)
{
	double n = (double)(calls - link->stratum_calls);
	double m = (double)(link->timed - link->stratum_timed);
	double r = (double)(link->self_ticks - link->stratum_ticks);

	if (m > 0)
		link->scaled_ticks += (uint64_t)(n * r / m);
	if (m > 1 && n > m)
		link->variance +=
			n * (n - m) / m * (link->squares - r * r / m) / (m - 1);
	link->squares = 0;
	link->stratum_calls = calls;
	link->stratum_timed = link->timed;
	link->stratum_ticks = link->self_ticks;
	mc_node_private(link)->stratum_start = now;
}

/* Returns the power of two that is at least WANTED, within bounds. */
static uint32_t gap_of(uint64_t wanted)
{
	uint32_t gap = 1;

	while (gap < wanted && gap < MC_SAMPLE_RAREST)
		gap *= 2;
	return gap;
}

/* Sets how many of LINK's calls are timed in the next stratum, by how often it
   was called in this one.  It takes a gap that is twice as long, or a quarter,
   to begin a new stratum. */
static void look_at_rate(struct mc_thread *thread, struct mc_node *link,
			 uint64_t now)
{
	struct mc_node_private *own = mc_node_private(link);
	uint64_t before = mc_node_known_calls(link) - 1;
	uint64_t calls = before - link->stratum_calls;
	uint64_t interval = (now - own->stratum_start) / (calls ? calls : 1);
	uint64_t target = thread->sampling.interval_ticks
			  << thread->sampling.interval_shift;
	uint32_t gap = gap_of(target / (interval ? interval : 1));

	if (gap < 2 * own->gap && 4 * gap > own->gap)
		return;
	close_stratum(link, before, now);
	own->gap = gap;
}

static void look_at_thread(struct mc_thread *thread, uint64_t now)
{
	const struct mc_file_header *header = mc_mapfile_header();
	/* Another thread may be measuring it. */
	uint64_t cost = MC_SAMPLE_THREAD_LOOK *
			(__atomic_load_n(&header->cost_inside_mticks,
					 __ATOMIC_RELAXED) +
			 __atomic_load_n(&header->cost_outside_mticks,
					 __ATOMIC_RELAXED)) /
			1000;
	uint64_t passed = now - thread->sampling.seen_ticks;

	thread->sampling.seen_ticks = now;
	thread->sampling.seen_timed = thread->record->timed;
	thread->sampling.interval_ticks =
		mc_mapfile_ticks(MC_SAMPLE_INTERVAL_NS);
	if (cost * MC_SAMPLE_MOST > passed &&
	    thread->sampling.interval_shift < MC_SAMPLE_LARGEST_SHIFT)
		thread->sampling.interval_shift++;
	else if (cost * MC_SAMPLE_LEAST < passed &&
		 thread->sampling.interval_shift)
		thread->sampling.interval_shift--;
}

uint32_t mc_sample_next(struct mc_thread *thread, struct mc_node *link)
{
	struct mc_node_private *own = mc_node_private(link);
	/* The last boundary will do: the clock is not read twice for one
	   call. */
	uint64_t now = thread->record->mark_ticks;
	uint64_t timed = link->timed - link->stratum_timed;

	if (!link->timed)
		own->stratum_start = now;
	else if (link->timed == MC_SAMPLE_FIRST ||
		 (timed && timed % MC_SAMPLE_LOOK == 0))
		look_at_rate(thread, link, now);
	if (thread->record->timed - thread->sampling.seen_timed >=
		    MC_SAMPLE_THREAD_LOOK ||
	    !thread->sampling.interval_ticks)
		look_at_thread(thread, now);
	return own->gap == 1 ? 1
			     : 1 + mc_sample_draw(&thread->sampling.random) %
					       (2 * own->gap - 1);
}

void mc_sample_stop(struct mc_thread *thread, struct mc_node *link)
{
	struct mc_node_private *own = mc_node_private(link);

	if (own->gap == 1)
		return;
	close_stratum(link, mc_node_known_calls(link),
		      thread->record->mark_ticks);
	own->gap = 1;
}
