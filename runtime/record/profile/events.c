/* SPDX-License-Identifier: MIT */
/*
 * Opens and reads rings of events.  See events.h.
 */
#include "events.h"
#include "../os/own.h"
#include "coarse.h"
#include "light.h"
#include "mapfile.h"
#include "options.h"
#include "recall.h"

/* After so many ticks what was told is counted anew: the kernel leaves a few
   out, which would come to much in hours. */
#define MC_EVENTS_TOLD_TICKS 64u

/* The period of ticks is longer than what was asked for by so many millionths.
   Programs, too, do things every ms or so: with periods in a simple ratio all
   ticks would come in the same one of them. */
#define MC_EVENTS_UNEVEN 13171u

/* The kernel starts and stops a clock whenever the thread comes and goes, which
   takes a virtual machine so long each time.  A thread that does little else is
   better off without ticks: its calls wait, so that they are timed. */
#define MC_EVENTS_SWITCH_NS 4000u
#define MC_EVENTS_SWITCHES_PART 10u /* of the time, at most */
#define MC_EVENTS_SWITCHES_LEAST 256u

/* Readings of clocks that are not taken at one time are taken again so often.
 */
#define MC_SETTLE_TRIES 4

/* Rings */

/* Begins to count anew what is told of time off the processor. */
static void begin_count(struct mc_told *told)
{
	*told = (struct mc_told){
		.wall_ns = mc_clock_monotonic_ns(),
		.cpu_ns = mc_clock_thread_ns(),
	};
}

/* Returns what a page fault takes in the kernel, in ns; asks once. */
static uint64_t find_fault_ns(void)
{
	static uint64_t fault_ns;

	if (!fault_ns)
		fault_ns = mc_own_time_fault();
	return fault_ns;
}

/* Returns the period of ticks; 0: there are to be none. */
static uint32_t find_period(void)
{
	uint64_t ns;

	if (mc_options.time != MC_TIME_AUTO || !mc_options.hz)
		return 0;
	ns = 1000000000u / mc_options.hz;
	return (uint32_t)(ns + ns * MC_EVENTS_UNEVEN / 1000000);
}

static void open_rings(struct mc_thread *thread, int memory)
{
	struct mc_gate *gate = &thread->gate;

	gate->clock = (struct mc_ring_clock){.period_ns = find_period()};
	gate->events = mc_ring_open_events(memory, &gate->clock);
	gate->faults = memory ? mc_ring_open_faults() : NULL;
	gate->reader = (struct mc_ring_reader){
		.tick_ns = gate->clock.period_ns,
		.faults = gate->faults ? mc_ring_head(gate->faults) : NULL,
	};
	begin_count(&gate->told);
	gate->ticking = (struct mc_ticking){
		.started_ns = gate->told.wall_ns,
		.before_ns = gate->ticking.before_ns,
	};
	thread->record->tick_ns = gate->clock.period_ns;
	if (!gate->clock.is_user_only)
		return;
	thread->record->flags |= MC_THREAD_USER_TICKS;
	gate->fault_ns = memory ? find_fault_ns() : 0;
	/* Any part of a period may have passed. */
	gate->kernel_ns = mc_clock_ticks() % gate->clock.period_ns;
}

void mc_events_open(struct mc_thread *thread, int memory)
{
	struct mc_coarse *coarse = &thread->gate.coarse;
	int is_timed = mc_options.time != MC_TIME_OFF;

	coarse->is_open = 0;
	/* Calls that are only counted do not look. */
	if (mc_options.gate & MC_GATE_RING && (memory || is_timed))
		open_rings(thread, memory);
	if (thread->gate.events || !is_timed)
		return;
	mc_coarse_open(thread);
	/* Compiled code looks at the ring of faults then, and would see a tick
	   only together with a fault. */
	if (thread->gate.faults)
		coarse->jiffy = NULL;
	thread->record->tick_ns = coarse->jiffy ? coarse->period_ns : 0;
}

/* Adds up for how long the thread was on the processor while its clock ticked,
   which stops now.  Others may have had the record before. */
static void add_ticked(struct mc_thread *thread)
{
	struct mc_ticking *ticking = &thread->gate.ticking;
	uint64_t ran_ns =
		mc_clock_monotonic_ns() - ticking->started_ns - ticking->off_ns;

	if ((int64_t)ran_ns > 0)
		ticking->before_ns += ran_ns;
}

void mc_events_close(struct mc_thread *thread)
{
	struct mc_gate *gate = &thread->gate;

	if (gate->clock.pin.memory)
		add_ticked(thread);
	if (thread->record->ticked_ns)
		thread->record->ticked_ns = gate->ticking.before_ns;
	mc_ring_close(gate->events, &gate->clock);
	mc_ring_close(gate->faults, NULL);
	gate->events = gate->faults = NULL;
	gate->reader.faults = NULL;
}

void mc_events_forget_rings(struct mc_thread *thread)
{
	thread->gate.events = thread->gate.faults = NULL;
	thread->gate.clock.pin.memory = NULL;
	thread->gate.ticking.before_ns = 0;
	thread->record->ticked_ns = 0;
}

/* Reading */

/* Returns the ticks that have come until NOW, but were not told. */
static uint64_t untold_ticks(const struct mc_gate *gate,
			     const struct mc_told *now)
{
	uint64_t ticks;

	if (!gate->clock.pin.memory)
		return 0;
	ticks = (now->cpu_ns - gate->told.cpu_ns) / gate->clock.period_ns;
	return ticks > gate->told.ticks ? ticks - gate->told.ticks : 0;
}

static void add_news(struct mc_ring_news *to, const struct mc_ring_news *news)
{
	to->off_ns += news->off_ns;
	to->preempted_ns += news->preempted_ns;
	to->switches += news->switches;
	to->faults += news->faults;
	to->ticks += news->ticks;
	to->lost += news->lost;
	to->lost_ticks += news->lost_ticks;
}

/* Reads the ring, and adds what it tells to NEWS. */
static struct mc_ring_news read_ring(struct mc_gate *gate,
				     struct mc_ring_news *news)
{
	struct mc_ring_news more = mc_ring_read(gate->events, &gate->reader);

	gate->told.off_ns += more.off_ns;
	gate->told.ticks += more.ticks;
	add_news(news, &more);
	return more;
}

/* Reads the clocks at an instant up to which the ring has been read: a thread
   is often preempted when it comes back from reading one. */
static struct mc_told read_clocks(struct mc_gate *gate,
				  struct mc_ring_news *news)
{
	struct mc_told now;
	int attempts = 3;

	do
		begin_count(&now);
	while (read_ring(gate, news).switches && --attempts);
	return now;
}

/* Finds out what records that were lost would have told, by the thread's
   clocks: what they say and was not told. */
static void find_lost(struct mc_gate *gate, struct mc_ring_news *news)
{
	struct mc_told *told = &gate->told;
	struct mc_told now = read_clocks(gate, news);
	uint64_t off, ticks;

	off = now.wall_ns - told->wall_ns - (now.cpu_ns - told->cpu_ns);
	if ((int64_t)off > (int64_t)(told->off_ns + MC_CLOCK_SLACK_NS)) {
		off -= told->off_ns;
		news->off_ns += off;
		news->preempted_ns += gate->reader.is_preempted ? off : 0;
	}
	ticks = untold_ticks(gate, &now);
	news->ticks += ticks < news->lost_ticks ? ticks : news->lost_ticks;
	*told = now;
}

/* True if something tells of the thread. */
static int is_told(const struct mc_thread *thread)
{
	return thread->gate.events || thread->gate.coarse.is_open;
}

/* Stops the ticks if they cost too much. */
static void weigh_ticks(struct mc_thread *thread,
			const struct mc_ring_news *news)
{
	struct mc_ticking *ticking = &thread->gate.ticking;
	uint64_t ran_ns;

	ticking->off_ns += news->off_ns;
	ticking->switches += news->switches;
	if (!news->switches || ticking->switches < MC_EVENTS_SWITCHES_LEAST ||
	    !thread->gate.clock.pin.memory)
		return;
	ran_ns =
		mc_clock_monotonic_ns() - ticking->started_ns - ticking->off_ns;
	if (ticking->switches * MC_EVENTS_SWITCH_NS * MC_EVENTS_SWITCHES_PART <
	    ran_ns)
		return;
	mc_ring_stop(&thread->gate.clock);
	mc_light_unbind_all(thread);
	add_ticked(thread);
	thread->record->ticked_ns = ticking->before_ns;
}

static struct mc_ring_news read_news(struct mc_thread *thread)
{
	struct mc_gate *gate = &thread->gate;
	struct mc_ring_news news = {0};

	if (!gate->events)
		return mc_coarse_read(thread);
	read_ring(gate, &news);
	if (news.lost)
		find_lost(gate, &news);
	else if (gate->told.ticks >= MC_EVENTS_TOLD_TICKS)
		gate->told = read_clocks(gate, &news);
	gate->changes += news.faults + news.lost;
	weigh_ticks(thread, &news);
	return news;
}

/* Returns the node to be charged. */
static struct mc_node *find_node(struct mc_thread *thread)
{
	struct mc_node *node = mc_recall_current(thread);

	/* The time of what has many callers is theirs. */
	return node == thread->cct.other ? thread->timing : node;
}

/* Takes out of NEWS what has been counted as time on the processor.  A child of
   vfork that calls functions does so in this thread's name. */
static void leave_out_counted(const struct mc_thread *thread,
			      struct mc_ring_news *news)
{
	const struct mc_thread_record *record = thread->record;
	uint64_t ticks = mc_mapfile_ticks(news->off_ns);
	uint64_t now = mc_clock_ticks() - record->own_ticks - ticks;
	int64_t counted = (int64_t)(record->mark_ticks - now);

	if (counted <= 0 || news->preempted_ns)
		return;
	news->off_ns -= (uint64_t)counted >= ticks
				? news->off_ns
				: (uint64_t)((double)news->off_ns *
					     (double)counted / (double)ticks);
}

/* Charges the position with time off the processor.  Returns its ticks. */
static uint64_t charge_absence(struct mc_thread *thread,
			       struct mc_ring_news *news)
{
	struct mc_node *node;
	uint64_t ticks;

	if (!news->off_ns)
		return 0;
	leave_out_counted(thread, news);
	node = find_node(thread);
	node->wait_ns += news->off_ns;
	node->preempted_ns += news->preempted_ns;
	ticks = mc_mapfile_ticks(news->off_ns);
	thread->record->off_ticks += ticks;
	thread->gate.waited_ticks +=
		mc_mapfile_ticks(news->off_ns - news->preempted_ns);
	return ticks;
}

/* Adds to the ticks of NEWS those of NS in the kernel.  What is left of a
   period counts for the next time. */
static void add_kernel(struct mc_gate *gate, uint64_t ns,
		       struct mc_ring_news *news)
{
	uint32_t period = gate->clock.period_ns;

	gate->kernel_ns += ns;
	if (gate->kernel_ns < period)
		return;
	news->ticks += gate->kernel_ns / period;
	gate->kernel_ns %= period;
}

/* Charges the position with TICKS.  Once it has all that there is room for, it
   gets no more. */
static void charge_ticks(struct mc_thread *thread, uint64_t ticks)
{
	struct mc_node *node;
	uint32_t room;

	if (!ticks)
		return;
	node = find_node(thread);
	room = UINT32_MAX - node->cpu_ticks;
	node->cpu_ticks += ticks < room ? (uint32_t)ticks : room;
}

static void charge(struct mc_thread *thread, struct mc_ring_news *news)
{
	uint64_t faults = news->faults + news->lost - news->lost_ticks;

	if (thread->gate.clock.is_user_only && faults)
		add_kernel(&thread->gate, faults * thread->gate.fault_ns, news);
	charge_ticks(thread, news->ticks);
	/* A handler has run within a system call that is timed. */
	if (thread->moves.since)
		thread->moves.since += mc_mapfile_ticks(
			news->ticks * thread->gate.clock.period_ns);
	thread->record->own_ticks += charge_absence(thread, news);
}

void mc_events_charge(struct mc_thread *thread)
{
	struct mc_ring_news news;

	if (!is_told(thread))
		return;
	news = read_news(thread);
	charge(thread, &news);
}

void mc_events_charge_kernel(struct mc_thread *thread, uint64_t since)
{
	struct mc_ring_news news = read_news(thread);
	int64_t ticks;

	news.ticks = 0;
	thread->record->own_ticks += charge_absence(thread, &news);
	ticks = (int64_t)(mc_clock_ticks() - thread->record->own_ticks - since);
	if (ticks <= 0)
		return;
	add_kernel(&thread->gate, mc_mapfile_ns((uint64_t)ticks), &news);
	charge_ticks(thread, news.ticks);
}

void mc_events_charge_other(struct mc_thread *thread)
{
	struct mc_ring_news news;

	if (!thread->gate.events)
		return;
	news = mc_ring_read_other(thread->gate.events, &thread->gate.reader,
				  mc_clock_monotonic_ns());
	thread->gate.changes += news.faults + news.lost;
	thread->gate.told.off_ns += news.off_ns;
	charge(thread, &news);
}

void mc_events_charge_own(struct mc_thread *thread)
{
	struct mc_ring_news news;

	if (!is_told(thread))
		return;
	news = read_news(thread);
	news.off_ns = news.preempted_ns;
	charge_absence(thread, &news);
}

uint64_t mc_events_settle(struct mc_thread *thread,
			  void (*charge)(struct mc_thread *thread))
{
	const uint64_t slack = mc_mapfile_ticks(MC_CLOCK_SLACK_NS);
	uint64_t before, after = mc_clock_ticks();

	for (int i = 0; i < MC_SETTLE_TRIES; i++) {
		before = after;
		charge(thread);
		after = mc_clock_ticks();
		if (after - before <= slack)
			break;
	}
	return after;
}

void mc_events_forget(struct mc_thread *thread)
{
	if (is_told(thread))
		read_news(thread);
}
