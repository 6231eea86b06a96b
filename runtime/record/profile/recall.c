/* SPDX-License-Identifier: MIT */
/*
 * Brings nodes back.  See recall.h.
 *
 * Only those words of a parent's node are read that do not change once it is
 * made: function, slots, parent, target, edge.  Addresses are the same in the
 * child.
 */
#include "recall.h"
#include "aside.h"
#include "../os/clock.h"
#include "../os/guard.h"
#include "light.h"
#include "mapfile.h"

#include <errno.h>
#include <string.h>

int mc_recall_keeps(const struct mc_thread *thread,
		    const struct mc_chunk *chunk)
{
	if (chunk->type == MC_CHUNK_FUNCTIONS)
		return 1;
	if (!thread || chunk->thread != thread->record->number)
		return 0;
	if (chunk->type == MC_CHUNK_THREAD)
		return 1;
	for (uint32_t i = 0; i <= thread->frames.at; i++)
		if (thread->frames.chunks[i] == chunk)
			return 1;
	return 0;
}

/* Makes NODE what OLD is, without its numbers, which were counted in the
   parent.  NODE gets no offset yet: it is not there until `publish`. */
static void take_place(struct mc_thread *thread, struct mc_node *node,
		       const struct mc_node *old)
{
	const uint32_t kept = MC_NODE_THREAD | MC_NODE_RSS_MEASURED |
			      MC_NODE_PSS_MEASURED | MC_NODE_CUT |
			      MC_NODE_FRAMED | MC_NODE_COROUTINE |
			      MC_NODE_RESUMED | MC_NODE_HANDED | MC_NODE_ZONE;
	struct mc_node_private own = {.gap = 1};
	struct mc_node fresh = {
		.due = 1,
		.left = 1,
		.function = old->function,
		.slots = old->slots,
		.unbound = old->unbound,
		.thread = old->thread,
		.min_ticks = UINT64_MAX,
		.flags = old->flags & kept,
		.edge = old->edge,
	};

	memcpy(&own, old->private_words, sizeof(own));
	own.stratum_start = 0;
	own.gap = 1;
	own.skip = 0;
	own.calls_seen = 0;
	memcpy(fresh.private_words, &own, sizeof(own));
	*node = fresh;
	/* No slot is bound, so nothing is counted in one. */
	memset(mc_node_slots(node), 0, old->slots * sizeof(struct mc_slot));
	mc_node_number_slots(node);
	mc_node_clear_heap(node);
	for (uint32_t i = 0; i < MC_KIDS; i++)
		mc_cct_put(mc_node_link(node), i, thread->cct.nothing);
}

/* Makes NODE valid for a reader, at OFFSET of the file.  Those above it are
   valid.  Returns 0 or -errno. */
static int publish(struct mc_thread *thread, struct mc_node *node,
		   uint64_t offset)
{
	struct mc_node_private *own = mc_node_private(node);

	node->parent = own->parent ? mc_node_line(own->parent->offset) : 0;
	node->target = mc_node_line(own->target == node ? offset
							: own->target->offset);
	node->offset = offset;
	return mc_cct_list(&thread->cct, node);
}

/* Returns the chunk that the thread's record is in. */
static struct mc_chunk *first_chunk(const struct mc_thread *thread)
{
	return (struct mc_chunk *)thread->record - 1;
}

int mc_recall_begin(struct mc_thread *thread)
{
	struct mc_chunk *chunk = first_chunk(thread);
	uint64_t at = chunk->first;
	int error = mc_cct_forget(&thread->cct, chunk);

	mc_light_forget(thread);
	thread->frames.count = thread->frames.at + 1;
	while (!error && at < chunk->used) {
		struct mc_node *node = (void *)((char *)chunk + at);
		const struct mc_node old = *node;

		take_place(thread, node, &old);
		error = publish(thread, node, mc_mapfile_offset(chunk, node));
		at += mc_node_room(node->slots);
	}
	thread->record->root_offset = thread->cct.root->offset;
	return error;
}

/* Gives NODE's chunk a place in the file, if it has none, and sets *OLD to what
   the node was.  Returns 0 or -errno: there is no room, or no such node. */
static int make_room(struct mc_thread *thread, const struct mc_node *node,
		     struct mc_node *old)
{
	struct mc_chunk header;
	struct mc_chunk *chunk = mc_aside_read(node, &header, old);

	if (!chunk || header.thread != thread->record->number)
		return -ESRCH;
	/* What covers a chunk is of no type. */
	return chunk->type ? 0 : mc_mapfile_recall(chunk, &header);
}

/* Brings back the target of NODE, if it is not there.  Elsewhere than in the
   zone it is above NODE. */
static int bring_target(struct mc_thread *thread, struct mc_node *node)
{
	struct mc_node *target = mc_node_target(node);

	return target == node || target->offset
		       ? 0
		       : mc_recall_bring(thread, target);
}

/* Fills NODE and those above it that are not there.  Each notes the one below
   it in a word that is not used yet.  Then they are published from above, so
   that the file is valid at every instant. */
int mc_recall_bring(struct mc_thread *thread, struct mc_node *node)
{
	struct mc_node *below = NULL;

	for (; node && !node->offset; node = mc_node_private(node)->parent) {
		struct mc_node old;
		int error = make_room(thread, node, &old);

		if (error)
			return error;
		take_place(thread, node, &old);
		mc_node_private(node)->stratum_start = (uintptr_t)below;
		below = node;
	}
	while (below) {
		node = below;
		below = (void *)(uintptr_t)mc_node_private(node)->stratum_start;
		mc_node_private(node)->stratum_start = 0;
		if (bring_target(thread, node) ||
		    publish(thread, node,
			    mc_mapfile_offset(mc_aside_chunk(node), node)))
			return -ENOMEM;
	}
	return 0;
}

struct mc_node *mc_recall_node(struct mc_thread *thread, struct mc_node *node)
{
	uint64_t before = mc_clock_ticks();
	struct mc_guard guard;
	int error;

	mc_guard_lock(&guard);
	error = mc_recall_bring(thread, node);
	mc_guard_unlock(&guard);
	thread->record->own_ticks += mc_clock_ticks() - before;
	return error ? thread->cct.other : node;
}

void mc_recall_slot(const struct mc_thread *thread, const struct mc_slot *slot)
{
	struct mc_chunk header;
	struct mc_chunk *chunk;
	struct mc_guard guard;

	mc_guard_lock(&guard);
	chunk = mc_aside_around(slot, &header);
	/* What covers a chunk is of no type. */
	if (chunk && !chunk->type && thread &&
	    header.thread == thread->record->number)
		mc_mapfile_recall(chunk, &header);
	mc_guard_unlock(&guard);
}

uint32_t mc_recall_function(struct mc_thread *thread)
{
	const struct mc_node *node = mc_thread_current(thread);
	struct mc_chunk header;
	struct mc_node old;
	struct mc_guard guard;

	if (node->offset)
		return node->function;
	mc_guard_lock(&guard);
	if (!mc_aside_read(node, &header, &old))
		old.function = MC_OTHER_FUNCTION;
	mc_guard_unlock(&guard);
	return old.function;
}
