/* SPDX-License-Identifier: MIT */
/*
 * Threads that recorded code starts.  See follow.h.
 *
 * In the new thread's tree the function that started it stands below the root
 * as context, with no calls, and what the thread calls hangs below that, by
 * links of kind thread:
 *
 *	root
 *	  work         calls 0: context
 *	    start      calls 1, MC_NODE_THREAD
 *	      leaf
 *
 * Nothing is charged to the context: the thread's time is not its creator's.
 */
#include "follow.h"
#include "fork.h"
#include "guard.h"
#include "extents.h"
#include "module.h"
#include "own.h"
#include "recall.h"
#include "slots.h"

#include <dlfcn.h>
#include <pthread.h>
#include <threads.h>

/* What a new thread is to do, and on whose behalf. */
struct errand {
	void *(*start)(void *);
	int (*start_c11)(void *); /* of thrd_create */
	void *argument;
	uint32_t creator; /* function number; 0: not recorded */
	struct errand *next;
};

static int (*real_pthread_create)(pthread_t *, const pthread_attr_t *,
				  void *(*)(void *), void *);
static int (*real_thrd_create)(thrd_t *, thrd_start_t, void *);
static struct errand *unused;

int mc_follow_is_recorded(void)
{
	const struct mc_thread *thread = mc_thread_self();

	return thread && thread->record->top;
}

uint32_t mc_follow_running(void)
{
	struct mc_thread *thread = mc_thread_self();

	if (!mc_follow_is_recorded() || thread->extent.is_paused ||
	    mc_guard_inside || !*mc_fork_is_known)
		return 0;
	return mc_recall_function(thread);
}

static struct errand *new_errand(void)
{
	struct mc_guard guard;
	struct errand *errand;

	mc_guard_lock(&guard);
	if (!unused) {
		struct errand *page = mc_own_alloc(MC_PAGE_BYTES);
		size_t count = page ? MC_PAGE_BYTES / sizeof(*page) : 0;

		for (size_t i = 0; i < count; i++) {
			page[i].next = unused;
			unused = &page[i];
		}
	}
	errand = unused;
	if (errand)
		unused = errand->next;
	mc_guard_unlock(&guard);
	return errand;
}

static void drop_errand(struct errand *errand)
{
	struct mc_guard guard;

	mc_guard_lock(&guard);
	errand->next = unused;
	unused = errand;
	mc_guard_unlock(&guard);
}

static struct errand take_errand(void *argument)
{
	struct errand errand = *(struct errand *)argument;

	drop_errand(argument);
	return errand;
}

static void *run(void *argument)
{
	struct errand errand = take_errand(argument);
	void *frame = mc_extents_begin_thread(errand.creator);
	void *result = errand.start(errand.argument);

	if (frame)
		mc_module_usual_hooks()->leave(NULL, frame);
	return result;
}

static int run_c11(void *argument)
{
	struct errand errand = take_errand(argument);
	void *frame = mc_extents_begin_thread(errand.creator);
	int result = errand.start_c11(errand.argument);

	if (frame)
		mc_module_usual_hooks()->leave(NULL, frame);
	return result;
}

static int create_pthread(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*start)(void *), void *argument)
{
	uint32_t creator = mc_follow_running();
	struct errand *errand = creator ? new_errand() : NULL;
	int error;

	if (!errand)
		return real_pthread_create(thread, attributes, start, argument);
	*errand = (struct errand){
		.start = start, .argument = argument, .creator = creator};
	error = real_pthread_create(thread, attributes, run, errand);
	if (error)
		drop_errand(errand);
	return error;
}

static int create_c11(thrd_t *thread, thrd_start_t start, void *argument)
{
	uint32_t creator = mc_follow_running();
	struct errand *errand = creator ? new_errand() : NULL;
	int error;

	if (!errand)
		return real_thrd_create(thread, start, argument);
	*errand = (struct errand){
		.start_c11 = start, .argument = argument, .creator = creator};
	error = real_thrd_create(thread, run_c11, errand);
	if (error != thrd_success)
		drop_errand(errand);
	return error;
}

#ifdef MC_STATIC
int __pthread_create(pthread_t *, const pthread_attr_t *, void *(*)(void *),
		     void *);
int __thrd_create(thrd_t *, thrd_start_t, void *);

/* The C library's are weak, so that the program calls these.  libgomp's are
   not: teams are not followed. */
__attribute__((visibility("default"))) int pthread_create(
	pthread_t *thread, const pthread_attr_t *attributes,
	void *(*start)(void *), void *argument)
{
	real_pthread_create = __pthread_create;
	return create_pthread(thread, attributes, start, argument);
}

__attribute__((visibility("default"))) int thrd_create(thrd_t *thread,
						       thrd_start_t start,
						       void *argument)
{
	real_thrd_create = __thrd_create;
	return create_c11(thread, start, argument);
}

#else
void mc_follow_patch(void)
{
	static const struct mc_slot_patch patches[] = {
		{"pthread_create", (void *)create_pthread},
		{"thrd_create", (void *)create_c11},
		{NULL, NULL},
	};

	/* Whatever the program calls: a sanitizer has its own. */
	if (!real_pthread_create) {
		*(void **)&real_pthread_create =
			dlsym(RTLD_DEFAULT, "pthread_create");
		*(void **)&real_thrd_create =
			dlsym(RTLD_DEFAULT, "thrd_create");
	}
	if (real_pthread_create && real_thrd_create)
		mc_slots_patch(patches);
}
#endif
