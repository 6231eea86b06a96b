/* SPDX-License-Identifier: MIT */
/*
 * Where a thread's stack is.
 */
#include "record/os/stack.h"
#include "unit.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

static int contains(struct mc_stack stack, const void *address)
{
	return (uintptr_t)address - stack.low < stack.size;
}

/* An address on the stack itself: a sanitizer may keep variables elsewhere. */
#define HERE __builtin_frame_address(0)

MC_TEST(the_stack_contains_the_callers_frame)
{
	static const int elsewhere;
	struct mc_stack stack = mc_stack_find();

	CU_ASSERT_NOT_EQUAL(stack.size, 0);
	CU_ASSERT(contains(stack, HERE));
	CU_ASSERT(!contains(stack, &elsewhere));
	CU_ASSERT(!contains(stack, (char *)stack.low - 1));
	CU_ASSERT(contains(stack, (char *)stack.low));
	CU_ASSERT(!contains(stack, (char *)stack.low + stack.size));
}

MC_TEST(the_stack_includes_what_it_may_grow_to)
{
	struct rlimit usual, less;
	struct mc_stack before = mc_stack_find();
	struct mc_stack stack;

	if (mc_unit_is_emulated("QEMU maps all of the stack at once"))
		return;
	CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_STACK, &usual), 0);
	less = usual;
	less.rlim_cur = 4194304;
	CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_STACK, &less), 0);
	stack = mc_stack_find();
	setrlimit(RLIMIT_STACK, &usual);
	CU_ASSERT_EQUAL(stack.size, 4194304);
	CU_ASSERT_EQUAL(stack.low + stack.size, before.low + before.size);
	CU_ASSERT(contains(stack, HERE));
}

static void *compare_stacks(void *starters_frame)
{
	struct mc_stack stack = mc_stack_find();

	CU_ASSERT(contains(stack, HERE));
	CU_ASSERT(!contains(stack, starters_frame));
	return NULL;
}

MC_TEST(each_thread_has_its_stack)
{
	struct mc_stack stack = mc_stack_find();
	pthread_t thread;

	CU_ASSERT_EQUAL_FATAL(
		pthread_create(&thread, NULL, compare_stacks, HERE), 0);
	pthread_join(thread, NULL);
	CU_ASSERT_EQUAL(stack.low, mc_stack_find().low);
	CU_ASSERT_EQUAL(stack.size, mc_stack_find().size);
}

static struct mc_stack handlers_stack;

static void find_in_handler(int number)
{
	(void)number;
	handlers_stack = mc_stack_find();
}

MC_TEST(a_handler_on_a_stack_of_its_own_finds_the_threads)
{
	const size_t size = 262144;
	stack_t alternate = {.ss_sp = aligned_alloc(4096, size),
			     .ss_size = size};
	struct sigaction action = {.sa_handler = find_in_handler,
				   .sa_flags = SA_ONSTACK};
	struct sigaction usual;
	stack_t before;

	CU_ASSERT_PTR_NOT_NULL_FATAL(alternate.ss_sp);
	CU_ASSERT_EQUAL_FATAL(sigaltstack(&alternate, &before), 0);
	sigaction(SIGUSR1, &action, &usual);
	raise(SIGUSR1);
	sigaction(SIGUSR1, &usual, NULL);
	before.ss_flags &= SS_DISABLE;
	CU_ASSERT_EQUAL(sigaltstack(&before, NULL), 0);
	CU_ASSERT(
		!contains(handlers_stack, (char *)alternate.ss_sp + size / 2));
	CU_ASSERT(contains(handlers_stack, HERE));
	free(alternate.ss_sp);
}
