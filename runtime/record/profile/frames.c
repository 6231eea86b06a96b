/* SPDX-License-Identifier: MIT */
/*
 * Keeps chunks of frames.  See frames.h.
 */
#include "frames.h"
#include "../os/guard.h"
#include "mapfile.h"
#include "../os/own.h"

/* Room for 126 open calls.  To go from one chunk to the next costs a few system
   calls. */
#define MC_FRAMES_FIRST_CHUNK (4u * MC_PAGE_BYTES)
#define MC_FRAMES_LARGEST_CHUNK (1u << 20)

static struct mc_frame *first_frame(const struct mc_chunk *chunk)
{
	return (struct mc_frame *)((char *)chunk + chunk->first);
}

static size_t frames_in(const struct mc_chunk *chunk)
{
	return (chunk->bytes - chunk->first) / sizeof(struct mc_frame);
}

/* Makes room to note one more chunk.  Returns 0, or -1 if there is no
   memory. */
static int grow(struct mc_frames *frames)
{
	size_t size = frames->size * sizeof(*frames->chunks);
	void *grown;

	if (frames->count < frames->size)
		return 0;
	grown = mc_own_double(frames->chunks, &size);
	if (!grown)
		return -1;
	frames->chunks = grown;
	frames->size = (uint32_t)(size / sizeof(*frames->chunks));
	return 0;
}

static struct mc_chunk *add_chunk(struct mc_thread *thread)
{
	struct mc_frames *frames = &thread->frames;
	uint32_t n = frames->count;
	size_t bytes = mc_mapfile_next_size(n ? frames->chunks[n - 1] : NULL,
					    MC_FRAMES_FIRST_CHUNK,
					    MC_FRAMES_LARGEST_CHUNK);
	struct mc_chunk *chunk;

	if (grow(frames))
		return NULL;
	/* One frame's room before the very first: `top` of an idle thread. */
	chunk = mc_mapfile_chunk(MC_CHUNK_FRAMES, thread->record->number, bytes,
				 sizeof(struct mc_chunk) +
					 (n ? 0 : sizeof(struct mc_frame)));
	if (!chunk)
		return NULL;
	mc_frame_init(first_frame(chunk), frames_in(chunk),
		      &thread->strands.own);
	frames->chunks[frames->count++] = chunk;
	return chunk;
}

/* Takes frames from the chunk numbered AT from now on. */
static void use_chunk(struct mc_thread *thread, uint32_t at)
{
	const struct mc_chunk *chunk = thread->frames.chunks[at];

	thread->frames.at = at;
	thread->limit = first_frame(chunk) + frames_in(chunk);
}

int mc_frames_init(struct mc_thread *thread)
{
	struct mc_chunk *chunk = add_chunk(thread);

	if (!chunk)
		return -1;
	use_chunk(thread, 0);
	mc_thread_set_base(thread, first_frame(chunk) - 1);
	return 0;
}

struct mc_frame *mc_frames_next_chunk(struct mc_thread *thread,
				      struct mc_place place)
{
	uint32_t at = thread->frames.at + 1;
	struct mc_frame *frame = NULL;
	struct mc_guard guard;

	/* Top and limit change together, as a handler sees it. */
	mc_guard_lock(&guard);
	if (at < thread->frames.count || add_chunk(thread)) {
		frame = first_frame(thread->frames.chunks[at]);
		mc_frame_form(frame, thread->top, place);
		use_chunk(thread, at);
		thread->top = frame;
	}
	mc_guard_unlock(&guard);
	return frame;
}

void mc_frames_previous_chunk(struct mc_thread *thread,
			      struct mc_frame *previous)
{
	struct mc_guard guard;

	mc_guard_lock(&guard);
	use_chunk(thread, thread->frames.at - 1);
	thread->top = previous;
	mc_guard_unlock(&guard);
}
