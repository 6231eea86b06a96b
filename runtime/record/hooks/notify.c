/* SPDX-License-Identifier: MIT */
/*
 * Follows callbacks.  See notify.h.
 *
 * The C library copies the sigevent that it is given.  A thread of its own
 * calls the function in it with the value, as often and as late as it likes: a
 * callback may begin after its timer was deleted.  The recorder gives it a
 * function of its own, and for a value the address of a notice: what to call,
 * and for whom.  So notices stay for good.  Those who ask for the same share
 * one, and the number of notices is limited.
 *
 * In a static program getaddrinfo_a is left alone: to have it at hand would
 * link the resolver into all of them.
 */
#include "notify.h"
#include "creator.h"
#include "../os/guard.h"
#include "../os/own.h"
#include "../os/got.h"

#include <dlfcn.h>
#include <mqueue.h>
#include <netdb.h>
#include <stddef.h>
#include <time.h>

#define MC_NOTICES 8192u /* entries of the hash: 192 KiB, if need be */

struct notice {
	void (*function)(union sigval);
	union sigval value;
	uint32_t creator; /* 0: the entry is free */
};

typedef int timer_fn(clockid_t, struct sigevent *, timer_t *);
typedef int queue_fn(mqd_t, const struct sigevent *);
typedef int resolve_fn(int, struct gaicb **, int, struct sigevent *);

void mc_notify_call(uint32_t creator, void (*function)(union sigval),
		    union sigval value)
{
	void *handle = mc_creator_begin(creator);

	function(value);
	mc_creator_end(handle);
}

static void run(union sigval of)
{
	const struct notice *notice = of.sival_ptr;

	mc_notify_call(notice->creator, notice->function, notice->value);
}

static size_t hash(const struct notice *notice)
{
	uint64_t sum = (uintptr_t)notice->function * 31 +
		       (uintptr_t)notice->value.sival_ptr * 17 +
		       notice->creator;

	return (sum * 0x9e3779b97f4a7c15u) >> 32;
}

static int is_same(const struct notice *a, const struct notice *b)
{
	return a->function == b->function && a->creator == b->creator &&
	       a->value.sival_ptr == b->value.sival_ptr;
}

/* Returns the notice that is like WANTED, a new one if need be; NULL if there
   is no room.  Under the guard. */
static struct notice *find_notice(const struct notice *wanted)
{
	static struct notice *notices;
	static size_t used;
	struct notice *at;

	if (!notices)
		notices = mc_own_alloc(MC_NOTICES * sizeof(*notices));
	if (!notices)
		return NULL;
	for (size_t i = hash(wanted);; i++) {
		at = &notices[i % MC_NOTICES];
		if (!at->creator || is_same(at, wanted))
			break;
	}
	if (!at->creator) {
		if (used > MC_NOTICES / 2)
			return NULL;
		used++;
		*at = *wanted;
	}
	return at;
}

struct sigevent *mc_notify_event(struct sigevent *event,
				 struct sigevent *changed)
{
	struct notice wanted, *notice;
	struct mc_guard guard;

	if (!event || event->sigev_notify != SIGEV_THREAD)
		return event;
	wanted = (struct notice){
		.function = event->sigev_notify_function,
		.value = event->sigev_value,
		.creator = mc_creator_running(),
	};
	if (!wanted.creator)
		return event;
	mc_guard_lock(&guard);
	notice = find_notice(&wanted);
	mc_guard_unlock(&guard);
	if (!notice)
		return event;
	*changed = *event;
	changed->sigev_notify_function = run;
	changed->sigev_value.sival_ptr = notice;
	return changed;
}

#ifdef MC_STATIC
timer_fn ___timer_create;
queue_fn __mq_notify;

/* The C library's functions of these names are weak: the program calls
   these. */
__attribute__((visibility("default"))) int timer_create(clockid_t clock,
							struct sigevent *event,
							timer_t *timer)
{
	struct sigevent changed;

	return ___timer_create(clock, mc_notify_event(event, &changed), timer);
}

__attribute__((visibility("default"))) int mq_notify(
	mqd_t queue, const struct sigevent *event)
{
	struct sigevent changed;

	return __mq_notify(queue,
			   mc_notify_event((struct sigevent *)event, &changed));
}
#else
static timer_fn *real_timer_create;
static queue_fn *real_mq_notify;
static resolve_fn *real_getaddrinfo_a;

static int create_timer(clockid_t clock, struct sigevent *event, timer_t *timer)
{
	struct sigevent changed;

	return real_timer_create(clock, mc_notify_event(event, &changed),
				 timer);
}

static int notify_queue(mqd_t queue, const struct sigevent *event)
{
	struct sigevent changed;

	return real_mq_notify(
		queue, mc_notify_event((struct sigevent *)event, &changed));
}

static int resolve(int mode, struct gaicb **list, int count,
		   struct sigevent *event)
{
	struct sigevent changed;

	return real_getaddrinfo_a(mode, list, count,
				  mc_notify_event(event, &changed));
}

void mc_notify_patch(void)
{
	static const struct mc_got_patch patches[] = {
		{"timer_create", (void *)create_timer},
		{"mq_notify", (void *)notify_queue},
		{"getaddrinfo_a", (void *)resolve},
		{NULL, NULL},
	};

	if (!real_timer_create) {
		*(void **)&real_timer_create = mc_got_find("timer_create");
		*(void **)&real_mq_notify = mc_got_find("mq_notify");
		*(void **)&real_getaddrinfo_a = mc_got_find("getaddrinfo_a");
	}
	if (real_timer_create && real_mq_notify && real_getaddrinfo_a)
		mc_got_patch(patches);
}
#endif
