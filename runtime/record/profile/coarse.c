/* SPDX-License-Identifier: MIT */
/*
 * Reads clocks.  See coarse.h.
 */
#include "coarse.h"
#include "../os/clock.h"
#include "../os/jiffy.h"
#include "options.h"

#include <errno.h>
#include <sys/resource.h>

/* Counts the times that the thread waited since this was last asked.  Keeps
   errno. */
static uint64_t count_waits(struct mc_coarse *coarse)
{
	struct rusage usage;
	uint64_t before = coarse->waits;
	int saved = errno;

	if (!getrusage(RUSAGE_THREAD, &usage))
		coarse->waits = (uint64_t)usage.ru_nvcsw;
	errno = saved;
	return coarse->waits - before;
}

void mc_coarse_open(struct mc_thread *thread)
{
	struct mc_coarse *coarse = &thread->gate.coarse;

	*coarse = (struct mc_coarse){
		.is_open = 1,
		.wall_ns = mc_clock_monotonic_ns(),
		.cpu_ns = mc_clock_thread_ns(),
	};
	count_waits(coarse);
	if (mc_options.time != MC_TIME_AUTO || !mc_options.hz)
		return;
	coarse->jiffy = mc_jiffy_find(&coarse->period_ns);
	if (!coarse->jiffy)
		return;
	coarse->seen = *coarse->jiffy;
	/* Any part of a period may have passed. */
	coarse->ran_ns = mc_clock_ticks() % coarse->period_ns;
}

/* Returns the ticks that have come, if the clock has ticked. */
static uint64_t find_ticks(struct mc_coarse *coarse)
{
	uint64_t now, ticks;

	if (!coarse->jiffy)
		return 0;
	now = *coarse->jiffy;
	if (now == coarse->seen)
		return 0;
	coarse->seen = now;
	ticks = coarse->has_waited ? 0 : coarse->ran_ns / coarse->period_ns;
	coarse->ran_ns %= coarse->period_ns;
	coarse->has_waited = 0;
	return ticks;
}

uint64_t mc_coarse_move_on(uint64_t *last, uint64_t now)
{
	uint64_t before = __atomic_exchange_n(last, now, __ATOMIC_RELAXED);

	if ((int64_t)(now - before) >= 0)
		return now - before;
	*last = before;
	return 0;
}

struct mc_ring_news mc_coarse_read(struct mc_thread *thread)
{
	struct mc_coarse *coarse = &thread->gate.coarse;
	struct mc_ring_news news = {0};
	uint64_t wall = mc_clock_monotonic_ns(), cpu = mc_clock_thread_ns();
	uint64_t passed = mc_coarse_move_on(&coarse->wall_ns, wall);
	uint64_t ran = mc_coarse_move_on(&coarse->cpu_ns, cpu);

	coarse->ran_ns += ran;
	if (passed > ran + MC_CLOCK_SLACK_NS) {
		news.off_ns = passed - ran;
		if (count_waits(coarse))
			coarse->has_waited = 1;
		else
			news.preempted_ns = news.off_ns;
	}
	news.ticks = find_ticks(coarse);
	return news;
}
