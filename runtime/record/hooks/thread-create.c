/* SPDX-License-Identifier: MIT */
/*
 * Stands in for the functions that start a thread.  See thread-create.h.
 *
 * The new thread gets an errand: what the program wanted it to do, and for
 * whom.
 */
#include "thread-create.h"
#include "creator.h"
#include "../os/guard.h"
#include "../os/own.h"
#include "../os/got.h"
#include "../../format.h"

#include <dlfcn.h>
#include <pthread.h>
#include <threads.h>

/* An errand: what a new thread is to do, and on whose behalf. */
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
	void *handle = mc_creator_begin(errand.creator);
	void *result = errand.start(errand.argument);

	mc_creator_end(handle);
	return result;
}

static int run_c11(void *argument)
{
	struct errand errand = take_errand(argument);
	void *handle = mc_creator_begin(errand.creator);
	int result = errand.start_c11(errand.argument);

	mc_creator_end(handle);
	return result;
}

static int create_pthread(pthread_t *thread, const pthread_attr_t *attributes,
			  void *(*start)(void *), void *argument)
{
	uint32_t creator = mc_creator_running();
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
	uint32_t creator = mc_creator_running();
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

/* The C library's functions of these names are weak: the program calls these.
   libgomp's are not, so teams are not followed. */
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

void mc_thread_create_patch(void)
{
}
#else
void mc_thread_create_patch(void)
{
	static const struct mc_got_patch patches[] = {
		{"pthread_create", (void *)create_pthread},
		{"thrd_create", (void *)create_c11},
		{NULL, NULL},
	};

	/* Finds what the program calls: a sanitizer has its own. */
	if (!real_pthread_create) {
		*(void **)&real_pthread_create = mc_got_find("pthread_create");
		*(void **)&real_thrd_create = mc_got_find("thrd_create");
	}
	if (real_pthread_create && real_thrd_create)
		mc_got_patch(patches);
}
#endif
