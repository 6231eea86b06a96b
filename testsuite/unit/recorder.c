/* SPDX-License-Identifier: MIT */
/*
 * Sets up the recorder as process.c does, but for a file in memory and without
 * hooks in any module.  See recorder.h.
 */
#include "recorder.h"
#include "record/calls/calls.h"
#include "record/os/clock.h"
#include "record/calls/gate.h"
#include "record/os/guard.h"
#include "record/hooks/hooks.h"
#include "record/profile/mapfile.h"
#include "record/profile/module.h"
#include "record/profile/options.h"
#include "record/life/threads.h"
#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Not a number that threads get. */
#define TREE_NUMBER 1000000u

/* As many as all tests together take. */
#define MAX_FUNCTIONS 512
#define MAX_TREES 32

/* Two words for each call: one below its address. */
static uintptr_t stack[2 * (MC_RECORDER_DEPTH + 1)];

static uint64_t usual_limit;
static int saved_stderr = -1;

/* The profile is created by whatever test comes first. */
static void need_profile(void)
{
	struct mc_guard guard;
	int error;

	if (mc_mapfile_header())
		return;
	mc_options.mem = MC_MEM_OFF;
	mc_options.time = MC_TIME_ALL;
	mc_options.seed = 1;
	mc_clock_init();
	mc_guard_lock(&guard);
	error = mc_mapfile_create(NULL);
	mc_guard_unlock(&guard);
	CU_ASSERT_EQUAL_FATAL(error, 0);
	mc_gate_init();
	mc_module_set_usual_hooks(mc_hooks_by_options());
}

struct mc_thread *mc_recorder_thread(void)
{
	struct mc_thread *thread;
	struct mc_guard guard;

	need_profile();
	mc_guard_lock(&guard);
	thread = mc_threads_get();
	mc_guard_unlock(&guard);
	CU_ASSERT_PTR_NOT_NULL_FATAL(thread);
	mc_calls_close_all(thread);
	memset(stack, 0, sizeof(stack));
	thread->stack.low = (uintptr_t)stack;
	thread->stack.size = sizeof(stack);
	return thread;
}

struct mc_cct *mc_recorder_tree(void)
{
	static struct mc_cct trees[MAX_TREES];
	static size_t count;
	struct mc_cct *tree = &trees[count];
	struct mc_thread_record *record;
	struct mc_chunk *chunk;
	struct mc_guard guard;
	int error = -ENOMEM;

	CU_ASSERT_FATAL(count < MAX_TREES);
	count++;
	need_profile();
	mc_guard_lock(&guard);
	chunk = mc_mapfile_chunk(
		MC_CHUNK_THREAD, TREE_NUMBER, 3 * MC_PAGE_BYTES,
		sizeof(struct mc_chunk) + sizeof(*record) + MC_LINE_BYTES);
	if (chunk) {
		record = (struct mc_thread_record *)(chunk + 1);
		record->number = TREE_NUMBER;
		error = mc_cct_init(tree, chunk,
				    (struct mc_link *)(record + 1));
	}
	mc_guard_unlock(&guard);
	CU_ASSERT_EQUAL_FATAL(error, 0);
	return tree;
}

struct mc_function *mc_recorder_describe(const char *names, uint32_t flags)
{
	static struct mc_function functions[MAX_FUNCTIONS];
	static size_t count;
	struct mc_function *function = &functions[count];

	CU_ASSERT_FATAL(count < MAX_FUNCTIONS);
	count++;
	function->names = names;
	function->line = 1;
	function->flags = flags;
	function->id = MC_FUNCTION_UNNUMBERED;
	return function;
}

struct mc_function *mc_recorder_function(const char *name, uint32_t flags)
{
	static char names[MAX_FUNCTIONS][32];
	static unsigned int count;
	char *text = names[count];

	CU_ASSERT_FATAL(count < MAX_FUNCTIONS);
	snprintf(text, sizeof(names[0]), "%s%c%s.%u%ct.c", name, '\0', name,
		 ++count, '\0');
	return mc_recorder_describe(text, flags);
}

void *mc_recorder_cfa(uint32_t depth)
{
	CU_ASSERT_FATAL(depth < MC_RECORDER_DEPTH);
	return &stack[2 * (MC_RECORDER_DEPTH - depth)];
}

void mc_recorder_fill_up(void)
{
	usual_limit = mc_options.limit;
	mc_options.limit = mc_mapfile_header()->file_bytes;
}

void mc_recorder_make_room(void)
{
	mc_options.limit = usual_limit;
}

void mc_recorder_capture(void)
{
	int fd = memfd_create("captured", MFD_CLOEXEC);

	CU_ASSERT_FATAL(fd >= 0);
	fflush(stderr);
	saved_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	CU_ASSERT_FATAL(saved_stderr >= 0);
	CU_ASSERT_EQUAL_FATAL(dup2(fd, STDERR_FILENO), STDERR_FILENO);
	close(fd);
}

const char *mc_recorder_captured(void)
{
	static char text[8192];
	ssize_t n = pread(STDERR_FILENO, text, sizeof(text) - 1, 0);

	text[n > 0 ? n : 0] = '\0';
	dup2(saved_stderr, STDERR_FILENO);
	close(saved_stderr);
	return text;
}
