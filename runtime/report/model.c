/* SPDX-License-Identifier: MIT */
/*
 * What can be asked of a model, and its end.  See model.h.
 */
#include "report/model.h"
#include "report/alloc.h"
#include "report/balance-sums.h"
#include "report/stacks.h"

#include <inttypes.h>
#include <stdlib.h>

const char *mc_model_own(struct mc_model *m, char *text)
{
	if (m->owned_count == m->owned_capacity) {
		m->owned_capacity = m->owned_capacity * 2 + 256;
		m->owned_texts =
			mc_alloc_grow(m->owned_texts, m->owned_capacity,
				      sizeof(*m->owned_texts));
	}
	return m->owned_texts[m->owned_count++] = text;
}

void mc_model_free(struct mc_model *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->owned_count; i++)
		free(m->owned_texts[i]);
	free(m->owned_texts);
	for (size_t i = 0; i < m->profile_count; i++)
		mc_profile_close(m->profiles[i]);
	mc_stacks_free(m->stacks);
	mc_balance_free(m->balance);
	free(m->profiles);
	free(m->functions);
	free(m->edges);
	free(m->contexts);
	free(m);
}

int64_t mc_model_whole(const struct mc_model *m, enum mc_metric which)
{
	switch (mc_metric_with_callees(which)) {
	case MC_TOTAL_NS:
		return m->total_ns;
	case MC_CPU_NS:
		return m->cpu_ns;
	case MC_WAIT_NS:
		return m->wait_ns;
	default:
		return 0;
	}
}

enum mc_metric mc_model_first(const struct mc_model *m)
{
	return m->has_clocks && m->is_threaded ? MC_CPU_NS : MC_TOTAL_NS;
}

enum mc_metric mc_model_first_self(const struct mc_model *m)
{
	return m->has_clocks && m->is_threaded ? MC_CPU_SELF_NS : MC_SELF_NS;
}

const char *mc_model_explain_clocks(const struct mc_model *m)
{
	if (m->has_clocks)
		return NULL;
	for (size_t i = 0; i < m->profile_count; i++) {
		const struct mc_profile *p = m->profiles[i];

		if (!mc_profile_has_times(p))
			return "calls were not timed: record without time=off";
		if (!mc_profile_has_clocks(p))
			return "an older memcall recorded it without a ring: "
			       "record it anew";
	}
	return "nothing was recorded";
}

enum mc_metric mc_model_share_by(const struct mc_model *m, enum mc_metric by)
{
	return mc_metric_rows[by].unit == MC_METRIC_NS
		       ? mc_metric_with_callees(by)
		       : mc_model_first(m);
}

int64_t mc_model_cost(const struct mc_model *m, const struct mc_measures *n)
{
	if (m->has_times)
		return mc_measure_has(n, MC_TOTAL_NS) ? n->value[MC_TOTAL_NS]
						      : 0;
	return n->value[MC_CALLS];
}

double mc_model_share(const struct mc_model *m, const struct mc_measures *n)
{
	int64_t whole = m->has_times ? m->total_ns : m->total_calls;

	return whole > 0 ? (double)mc_model_cost(m, n) / (double)whole : 0;
}

double mc_model_cpu_share(const struct mc_model *m, const struct mc_measures *n)
{
	if (mc_model_first(m) != MC_CPU_NS || m->cpu_ns <= 0)
		return 0;
	return (double)n->value[MC_CPU_NS] / (double)m->cpu_ns;
}

void mc_model_name_thread(struct mc_text *name, const struct mc_model *m,
			  uint32_t profile, uint32_t thread)
{
	const struct mc_profile *p = m->profiles[profile];
	const struct mc_thread_record *record = &p->threads[thread].record;

	if (m->profile_count > 1)
		mc_text_print(name, "%s %" PRIu64 ": ", p->header.program,
			      p->header.pid);
	mc_text_print(name, "%s (%" PRIu32 ")", record->name, record->tid);
	if (record->uses > 1)
		mc_text_print(name, " and %" PRIu32 " before it",
			      record->uses - 1);
}
