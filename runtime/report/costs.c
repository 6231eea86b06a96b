/* SPDX-License-Identifier: MIT */
/*
 * Adds up what hooks cost.  See costs.h.
 */
#include "report/costs.h"
#include "report/alloc.h"
#include "report/metric.h"
#include "report/regions.h"
#include "memcall-abi.h"

#include <math.h>

struct mc_costs mc_costs_of(const struct mc_profile *p)
{
	return (struct mc_costs){
		.inside = (double)p->header.cost_inside_mticks / 1000,
		.outside = (double)p->header.cost_outside_mticks / 1000,
		.untimed = (double)p->header.cost_untimed_mticks / 1000,
		.light = (double)p->header.cost_light_mticks / 1000,
	};
}

bool mc_costs_is_apart(const struct mc_profile_node *nodes, size_t node)
{
	uint32_t parent = nodes[node].parent;

	return nodes[parent].parent == parent ||
	       nodes[node].raw->flags & MC_NODE_THREAD;
}

/* What hooks cost while a counted call's callee, and its caller, were the
   position; and by how much of that it may be off. */
struct counted {
	double callee;
	double caller;
	double callee_error;
	double caller_error;
	double led_callee; /* if it leads to a light copy */
	double led_caller;
	double light_callee; /* of a light call */
	double light_caller;
	double light_error;
};

double mc_costs_counted_calls(const struct mc_profile_node *n)
{
	double all = mc_costs_difference(mc_node_calls(n->raw), n->raw->timed);

	return fmax(all - (double)n->light, 0);
}

/* The middle of what counted calls may cost. */
static struct counted suppose(const struct mc_profile *p)
{
	double least = MC_COSTS_LEAST_UNTIMED, most = MC_COSTS_MOST_UNTIMED;
	double middle = mc_costs_of(p).untimed * (least + most) / 2;
	double error = (most - least) / (most + least);
	double light = mc_costs_of(p).light * (least + most) / 2;

	return (struct counted){
		.callee = middle * MC_COSTS_CALLEE_PART,
		.caller = middle * (1 - MC_COSTS_CALLEE_PART),
		.callee_error = error,
		.caller_error = error,
		.led_callee = middle * MC_COSTS_LED_PART,
		.led_caller = middle * (1 - MC_COSTS_LED_PART),
		.light_callee = light * MC_COSTS_LIGHT_PART,
		.light_caller = light * (1 - MC_COSTS_LIGHT_PART),
		.light_error = error,
	};
}

/* What contexts of trivial functions took. */
struct evidence {
	double ticks; /* of CPU clocks, */
	double time; /* and their time, with the recorder's cost */
	double timed; /* the part of it that is of timed calls */
	double untimed; /* calls that were only counted */
};

static void add_evidence(const struct mc_profile_node *n, double time,
			 const struct mc_costs *costs, struct evidence *e)
{
	e->ticks += n->raw->cpu_ticks;
	e->time += time;
	e->timed += (double)n->raw->timed * costs->inside;
	e->untimed += mc_costs_counted_calls(n);
}

/* Returns what trivial functions show a counted call to cost its callee, if
   they have enough ticks; else 0.  They take OWN themselves. */
static double ask_trivial(const struct mc_profile *p, const double *times,
			  double own)
{
	struct mc_costs costs = mc_costs_of(p);
	struct evidence e = {0};

	for (size_t i = 0; i < p->node_count; i++) {
		uint32_t function = p->nodes[i].function;

		if (function != MC_PROFILE_ROOT &&
		    p->functions[function].flags & MC_FUNCTION_TRIVIAL &&
		    !(p->functions[function].flags & MC_FUNCTION_LIGHT) &&
		    mc_regions_context(p, i) == i && times[i] > 0)
			add_evidence(&p->nodes[i], times[i], &costs, &e);
	}
	if (e.ticks < MC_COSTS_LEAST_TICKS || e.untimed == 0)
		return 0;
	return fmax((e.time - e.timed) / e.untimed - own, 0);
}

/* Finds what counted calls cost in this program.  Trivial functions tell it, as
   far as that makes sense. */
static struct counted find_counted(const struct mc_profile *p,
				   const double *times)
{
	struct counted c = suppose(p);
	double least = c.callee * (1 - c.callee_error);
	double most = c.callee * (1 + c.callee_error);
	double own = MC_COSTS_TRIVIAL_NS * (double)p->rate_ticks /
		     fmax((double)p->rate_ns, 1);
	double shown = ask_trivial(p, times, own);

	if (shown == 0 || c.callee == 0)
		return c;
	shown = fmax(fmin(shown, 2 * most), least);
	c.caller *= shown / c.callee;
	c.callee = shown;
	c.callee_error = MC_COSTS_SHOWN_ERROR;
	return c;
}

static void add_hooks(struct mc_costs_hooks *to, double cost, double error)
{
	to->cost += cost;
	to->error += cost * error;
}

static uint32_t flags_of(const struct mc_profile *p,
			 const struct mc_profile_node *n)
{
	return n->function == MC_PROFILE_ROOT ? MC_FUNCTION_LOCAL
					      : p->functions[n->function].flags;
}

/* Adds what the calls of N, with FLAGS, cost while their callee was the
   position. */
static void add_as_callee(const struct mc_profile_node *n, uint32_t flags,
			  const struct mc_costs *costs, const struct counted *c,
			  struct mc_costs_hooks *to)
{
	int is_led = flags & MC_FUNCTION_LIGHT;

	if (n->is_inner)
		return;
	add_hooks(to, (double)n->raw->timed * costs->inside,
		  MC_COSTS_TIMED_ERROR);
	add_hooks(to,
		  mc_costs_counted_calls(n) *
			  (is_led ? c->led_callee : c->callee),
		  c->callee_error);
	add_hooks(to, (double)n->light * c->light_callee, c->light_error);
}

/* The same of their caller. */
static void add_as_caller(const struct mc_profile_node *n, uint32_t flags,
			  const struct mc_costs *costs, const struct counted *c,
			  struct mc_costs_hooks *to)
{
	int is_led = flags & MC_FUNCTION_LIGHT;
	int crosses = is_led || !(flags & MC_FUNCTION_LOCAL);

	if (n->is_inner) {
		add_hooks(to,
			  (double)n->light * costs->light * MC_COSTS_INNER_PART,
			  1);
		return;
	}
	add_hooks(to, (double)n->raw->timed * costs->outside,
		  MC_COSTS_TIMED_ERROR);
	add_hooks(to,
		  mc_costs_counted_calls(n) *
			  (is_led ? c->led_caller : c->caller),
		  crosses ? MC_COSTS_CROSSING_ERROR : c->caller_error);
	add_hooks(to, (double)n->light * c->light_caller, c->light_error);
}

double mc_costs_heap(const struct mc_profile *p,
		     const struct mc_profile_node *n)
{
	const struct mc_metric_row *rows = mc_metric_rows;

	if (p->header.mem_mode != MC_MEM_HEAP)
		return 0;
	return (double)p->header.cost_heap_mticks / 1000 / 2 *
	       ((double)rows[MC_ALLOCS].get(n->raw) +
		(double)rows[MC_FREES].get(n->raw));
}

struct mc_costs_hooks *mc_costs_find(const struct mc_profile *p,
				     const double *times)
{
	struct mc_costs costs = mc_costs_of(p);
	struct counted c = find_counted(p, times);
	struct mc_costs_hooks *hooks =
		mc_alloc_zeroed(p->node_count, sizeof(*hooks));

	for (size_t i = 0; i < p->node_count; i++) {
		const struct mc_profile_node *n = &p->nodes[i];

		add_as_callee(n, flags_of(p, n), &costs, &c,
			      &hooks[mc_regions_context(p, i)]);
		add_hooks(&hooks[mc_regions_context(p, i)], mc_costs_heap(p, n),
			  MC_COSTS_HEAP_ERROR);
		if (!mc_costs_is_apart(p->nodes, i))
			add_as_caller(n, flags_of(p, n), &costs, &c,
				      &hooks[mc_regions_context(p, n->parent)]);
	}
	return hooks;
}
