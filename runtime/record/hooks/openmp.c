/* SPDX-License-Identifier: MIT */
/*
 * Stands in for the functions of libgomp that are handed a body.  See openmp.h.
 *
 * They are GCC's own interface (libgomp_g.h), not meant for programs.  But they
 * are kept compatible since GCC 4.9, as old programs run with a new libgomp.
 */
#include "openmp.h"
#include "creator.h"
#include "../os/got.h"

#include <dlfcn.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef void body_fn(void *);
typedef void copy_fn(void *, void *);

/* GOMP_TASK_FLAG_DETACH: libgomp writes into the data. */
#define TASK_DETACHES (1u << 13)

static void run_for(uint32_t creator, body_fn *body, void *data)
{
	void *handle = mc_creator_begin(creator);

	body(data);
	mc_creator_end(handle);
}

/*
 * Parallel regions.  The caller waits for the end, so that what follows stays
 * on its stack.  libgomp looks at the first word of the data itself (reductions
 * of tasks).
 */

struct region {
	void *head;
	body_fn *body;
	void *data;
	uint32_t creator;
};

static void run_region(void *argument)
{
	const struct region *region = argument;

	run_for(region->creator, region->body, region->data);
}

static struct region make_region(body_fn *body, void *data, uint32_t creator)
{
	struct region region = {.body = body, .data = data, .creator = creator};

	/* The data are on the caller's stack: a whole word can be read, even of
	   less. */
	if (data)
		memcpy(&region.head, data, sizeof(region.head));
	return region;
}

/*
 * Behind body and data come the number of threads, what loops need, and flags:
 * up to six integers.  By the System V calling convention it does no harm to
 * hand on more than there are.
 */
typedef unsigned region_fn(body_fn *, void *, long, long, long, long, long,
			   long);

#define REGIONS(REGION) \
	REGION(GOMP_parallel) \
	REGION(GOMP_parallel_reductions) \
	REGION(GOMP_parallel_sections) \
	REGION(GOMP_parallel_loop_static) \
	REGION(GOMP_parallel_loop_dynamic) \
	REGION(GOMP_parallel_loop_guided) \
	REGION(GOMP_parallel_loop_runtime) \
	REGION(GOMP_parallel_loop_nonmonotonic_dynamic) \
	REGION(GOMP_parallel_loop_nonmonotonic_guided) \
	REGION(GOMP_parallel_loop_nonmonotonic_runtime) \
	REGION(GOMP_parallel_loop_maybe_nonmonotonic_runtime)

#define REGION(name) \
	static region_fn *real_##name; \
	static unsigned name(body_fn *body, void *data, long a, long b, \
			     long c, long d, long e, long f) \
	{ \
		uint32_t creator = mc_creator_running(); \
		struct region region; \
\
		if (!creator) \
			return real_##name(body, data, a, b, c, d, e, f); \
		region = make_region(body, data, creator); \
		return real_##name(run_region, &region, a, b, c, d, e, f); \
	}
REGIONS(REGION)
#undef REGION

/*
 * Tasks.  libgomp copies their data, by COPY if that is given; `header` goes in
 * front of the copy.  For a loop libgomp writes the bounds of each task into
 * the first two words, and looks at the third (reductions).
 */
enum { HEAD_WORDS = 3 };

struct header {
	void *head[HEAD_WORDS];
	body_fn *body;
	copy_fn *copy;
	void *data; /* the program's, until it has been copied */
	size_t offset; /* of the copy */
	size_t bytes;
	uint32_t creator;
};

static void *copied_data(struct header *header)
{
	return (char *)header + header->offset;
}

static void copy_task(void *to, void *from)
{
	struct header *header = to;

	memcpy(header, from, sizeof(*header));
	if (header->copy)
		header->copy(copied_data(header), header->data);
	else if (header->bytes)
		memcpy(copied_data(header), header->data, header->bytes);
}

static void run_task(void *argument)
{
	struct header *header = argument;

	run_for(header->creator, header->body, copied_data(header));
}

static void run_loop_task(void *argument)
{
	struct header *header = argument;

	memcpy(copied_data(header), header->head, 2 * sizeof(void *));
	run_task(argument);
}

static long task_alignment(long align)
{
	return align > (long)alignof(struct header)
		       ? align
		       : (long)alignof(struct header);
}

static struct header make_header(body_fn *body, void *data, copy_fn *copy,
				 long bytes, long align, uint32_t creator)
{
	size_t mask = (size_t)task_alignment(align) - 1;
	struct header header = {
		.body = body,
		.copy = copy,
		.data = data,
		.offset = (sizeof(header) + mask) & ~mask,
		.bytes = (size_t)bytes,
		.creator = creator,
	};

	memcpy(header.head, data,
	       header.bytes < sizeof(header.head) ? header.bytes
						  : sizeof(header.head));
	return header;
}

typedef void task_fn(body_fn *, void *, copy_fn *, long, long, bool, unsigned,
		     void **, int, void *);
typedef void loop_fn(body_fn *, void *, copy_fn *, long, long, unsigned,
		     unsigned long, int, long, long, long);

static task_fn *real_GOMP_task;
static loop_fn *real_GOMP_taskloop;
static loop_fn *real_GOMP_taskloop_ull;
static int (*get_cancellation)(void);

/* Returns the creator of a task, 0 if the task is to be left alone.  libgomp
   takes a task with a copy function for begun and does not cancel it.  So what
   is created must be as the program has it if there is cancellation. */
static uint32_t task_creator(void)
{
	return get_cancellation && get_cancellation() ? 0
						      : mc_creator_running();
}

static void GOMP_task(body_fn *body, void *data, copy_fn *copy, long bytes,
		      long align, bool is_deferred, unsigned flags,
		      void **depend, int priority, void *detach)
{
	uint32_t creator = flags & TASK_DETACHES ? 0 : task_creator();
	struct header header;

	if (!creator) {
		real_GOMP_task(body, data, copy, bytes, align, is_deferred,
			       flags, depend, priority, detach);
		return;
	}
	header = make_header(body, data, copy, bytes, align, creator);
	real_GOMP_task(run_task, &header, copy_task,
		       (long)header.offset + bytes, task_alignment(align),
		       is_deferred, flags, depend, priority, detach);
}

static void create_loop(loop_fn *real, body_fn *body, void *data, copy_fn *copy,
			long bytes, long align, unsigned flags,
			unsigned long tasks, int priority, long start, long end,
			long step)
{
	uint32_t creator = task_creator();
	struct header header;

	if (!creator) {
		real(body, data, copy, bytes, align, flags, tasks, priority,
		     start, end, step);
		return;
	}
	header = make_header(body, data, copy, bytes, align, creator);
	real(run_loop_task, &header, copy_task, (long)header.offset + bytes,
	     task_alignment(align), flags, tasks, priority, start, end, step);
}

static void GOMP_taskloop(body_fn *body, void *data, copy_fn *copy, long bytes,
			  long align, unsigned flags, unsigned long tasks,
			  int priority, long start, long end, long step)
{
	create_loop(real_GOMP_taskloop, body, data, copy, bytes, align, flags,
		    tasks, priority, start, end, step);
}

static void GOMP_taskloop_ull(body_fn *body, void *data, copy_fn *copy,
			      long bytes, long align, unsigned flags,
			      unsigned long tasks, int priority, long start,
			      long end, long step)
{
	create_loop(real_GOMP_taskloop_ull, body, data, copy, bytes, align,
		    flags, tasks, priority, start, end, step);
}

void mc_openmp_patch(void)
{
#define REAL(name) {#name, (void **)&real_##name},
	static const struct {
		const char *name;
		void **real;
	} functions[] = {REGIONS(REAL) REAL(GOMP_task) REAL(GOMP_taskloop)
				 REAL(GOMP_taskloop_ull)};
#undef REAL
#define PATCH(name) {#name, (void *)name},
	static const struct mc_got_patch patches[] = {
		REGIONS(PATCH) PATCH(GOMP_task) PATCH(GOMP_taskloop)
			PATCH(GOMP_taskloop_ull){NULL, NULL},
	};
#undef PATCH
	size_t count = sizeof(functions) / sizeof(*functions);

	for (size_t i = 0; i < count && !*functions[count - 1].real; i++) {
		*functions[i].real = mc_got_find(functions[i].name);
		if (!*functions[i].real) {
			dlerror(); /* the program must not find our error */
			return;
		}
	}
	*(void **)&get_cancellation = mc_got_find("omp_get_cancellation");
	mc_got_patch(patches);
}
