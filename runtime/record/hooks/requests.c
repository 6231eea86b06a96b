/* SPDX-License-Identifier: MIT */
/*
 * Follows the callbacks of single requests.  See requests.h.
 *
 * The C library reads whom to call from the program's struct aiocb when the
 * request is done, and the program may look at it until then.  So the C library
 * is given another one, a stand-in, that says to call the recorder.  The
 * program's stays as it is, except for what the C library would write there.
 * The recorder writes that:
 *
 *	when the request begins: "in progress"
 *	when it is found done, by whatever the program calls, or by the
 *	callback: the result
 *
 * From then on the stand-in has nothing to do with the program's aiocb any
 * more, which may be used again or be gone.  The stand-in is free when the
 * callback is over, too.
 *
 * The C library knows requests by address.  So the other functions of aio.h are
 * given the stand-ins of what is in progress.
 */
#include "requests.h"
#include "creator.h"
#include "../os/guard.h"
#include "notify.h"
#include "../os/own.h"
#include "../os/got.h"
#include "../../format.h"

#include <aio.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

/* The longest list whose copy is on the stack. */
#define MC_LIST_ON_STACK 64

/* An error code that the C library replaces as soon as it has the request. */
#define MC_NOT_BEGUN (-1)

struct stand_in {
	struct aiocb request;
	struct aiocb *of; /* the program's; NULL: it has its result */
	void (*function)(union sigval);
	union sigval value;
	uint32_t creator;
	int holds; /* by those who are giving it to the C library */
	int is_over; /* the callback has begun, or never will */
	struct stand_in *next;
};

typedef int submit_fn(struct aiocb *);
typedef int sync_fn(int, struct aiocb *);
typedef int list_fn(int, struct aiocb *const[], int, struct sigevent *);
typedef int error_fn(const struct aiocb *);
typedef ssize_t return_fn(struct aiocb *);
typedef int suspend_fn(const struct aiocb *const[], int,
		       const struct timespec *);
typedef int cancel_fn(int, struct aiocb *);

#ifdef MC_STATIC
submit_fn __aio_read, __aio_write;
sync_fn __aio_fsync;
list_fn __lio_listio_24;
error_fn __aio_error;
return_fn __aio_return;
suspend_fn __aio_suspend;
cancel_fn __aio_cancel;
#define REAL(type, name, internal) static type *const real_##name = internal
#else
#define REAL(type, name, internal) static type *real_##name
#endif

REAL(submit_fn, aio_read, __aio_read);
REAL(submit_fn, aio_write, __aio_write);
REAL(sync_fn, aio_fsync, __aio_fsync);
REAL(list_fn, lio_listio, __lio_listio_24);
REAL(error_fn, aio_error, __aio_error);
REAL(return_fn, aio_return, __aio_return);
REAL(suspend_fn, aio_suspend, __aio_suspend);
REAL(cancel_fn, aio_cancel, __aio_cancel);
#undef REAL

static struct stand_in *in_use;
static struct stand_in *unused;
static atomic_uint count; /* of those in use */

/* Stand-ins, under the guard.  The C library must not be called under it: it
   has a lock of its own, and calls malloc with that. */

static struct stand_in *new_stand_in(void)
{
	struct stand_in *s;

	if (!unused && (s = mc_own_alloc(MC_PAGE_BYTES)))
		for (size_t i = 0; i < MC_PAGE_BYTES / sizeof(*s); i++) {
			s[i].next = unused;
			unused = &s[i];
		}
	s = unused;
	if (!s)
		return NULL;
	unused = s->next;
	s->next = in_use;
	in_use = s;
	atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);
	return s;
}

/* Frees the stand-ins that are of no use any more. */
static void sweep(void)
{
	struct stand_in **at = &in_use, *s;

	while ((s = *at)) {
		if (s->of || s->holds || !s->is_over) {
			at = &s->next;
			continue;
		}
		*at = s->next;
		s->next = unused;
		unused = s;
		atomic_fetch_sub_explicit(&count, 1, memory_order_relaxed);
	}
}

/* Returns what aio_error would, but without its lock, which is for those who
   then free the request. */
static int error_of(const struct stand_in *s)
{
	return __atomic_load_n(&s->request.__error_code, __ATOMIC_ACQUIRE);
}

static int is_in_progress(const struct stand_in *s)
{
	return error_of(s) == EINPROGRESS || error_of(s) == MC_NOT_BEGUN;
}

/* Gives the program's requests that are done their results. */
static void settle(void)
{
	for (struct stand_in *s = in_use; s; s = s->next) {
		if (!s->of || is_in_progress(s))
			continue;
		s->of->__return_value = s->request.__return_value;
		/* Release: pairs with error_of, or with aio_error. */
		__atomic_store_n(&s->of->__error_code, error_of(s),
				 __ATOMIC_RELEASE);
		s->of = NULL;
	}
	sweep();
}

/* Returns what stands in for REQUEST while it is in progress, and holds it;
   else REQUEST itself. */
static struct aiocb *hold(const struct aiocb *request)
{
	struct stand_in *s = in_use;

	while (s && s->of != request)
		s = s->next;
	if (!request || !s)
		return (struct aiocb *)request;
	s->holds++;
	return &s->request;
}

/* Ends that hold. */
static void release(const struct aiocb *found, const struct aiocb *request)
{
	if (found != request)
		((struct stand_in *)found)->holds--;
}

/* Requests begin */

static void run(union sigval of)
{
	struct stand_in *s = of.sival_ptr;
	struct mc_guard guard;
	struct stand_in told;

	mc_guard_lock(&guard);
	told = *s;
	s->is_over = 1;
	settle();
	mc_guard_unlock(&guard);
	mc_notify_call(told.creator, told.function, told.value);
}

/* Makes a stand-in for REQUEST, held, if recorded code asks for a thread; else
   NULL. */
static struct stand_in *begin(struct aiocb *request)
{
	struct mc_guard guard;
	uint32_t creator;
	struct stand_in *s;

	if (!request || request->aio_sigevent.sigev_notify != SIGEV_THREAD)
		return NULL;
	creator = mc_creator_running();
	if (!creator)
		return NULL;
	mc_guard_lock(&guard);
	settle();
	s = new_stand_in();
	if (s) {
		s->request = *request;
		s->request.__error_code = MC_NOT_BEGUN;
		s->request.aio_sigevent.sigev_notify_function = run;
		s->request.aio_sigevent.sigev_value.sival_ptr = s;
		s->of = request;
		s->function = request->aio_sigevent.sigev_notify_function;
		s->value = request->aio_sigevent.sigev_value;
		s->creator = creator;
		s->holds = 1;
		s->is_over = 0;
	}
	mc_guard_unlock(&guard);
	return s;
}

/* Ends that hold: the C library has taken S (may be NULL), or has not. */
static void given(struct stand_in *s, int is_taken)
{
	struct mc_guard guard;

	if (!s)
		return;
	mc_guard_lock(&guard);
	if (error_of(s) == MC_NOT_BEGUN)
		s->of = NULL;
	else if (s->of && is_in_progress(s))
		s->of->__error_code = EINPROGRESS;
	if (!is_taken || error_of(s) == MC_NOT_BEGUN)
		s->is_over = 1;
	s->holds--;
	settle();
	mc_guard_unlock(&guard);
}

static int read_request(struct aiocb *request)
{
	struct stand_in *s = begin(request);
	int result = real_aio_read(s ? &s->request : request);

	given(s, !result);
	return result;
}

static int write_request(struct aiocb *request)
{
	struct stand_in *s = begin(request);
	int result = real_aio_write(s ? &s->request : request);

	given(s, !result);
	return result;
}

static int sync_request(int how, struct aiocb *request)
{
	struct stand_in *s = begin(request);
	int result = real_aio_fsync(how, s ? &s->request : request);

	given(s, !result);
	return result;
}

/* Returns room for a list of N pointers, or NULL. */
static void *new_list(int n, void *on_stack)
{
	if (n <= MC_LIST_ON_STACK)
		return on_stack;
	return mc_own_alloc((size_t)n * sizeof(void *));
}

static void free_list(int n, void *list)
{
	if (n > MC_LIST_ON_STACK && list)
		mc_own_free(list, (size_t)n * sizeof(void *));
}

static int list_requests(int mode, struct aiocb *const requests[], int n,
			 struct sigevent *event)
{
	struct aiocb *some[MC_LIST_ON_STACK];
	struct aiocb **list = new_list(n, some);
	struct sigevent changed;
	int result;

	if (mode == LIO_NOWAIT)
		event = mc_notify_event(event, &changed);
	if (!list)
		return real_lio_listio(mode, requests, n, event);
	for (int i = 0; i < n; i++) {
		struct stand_in *s = begin(requests[i]);

		list[i] = s ? &s->request : requests[i];
	}
	result = real_lio_listio(mode, list, n, event);
	for (int i = 0; i < n; i++)
		if (list[i] != requests[i])
			given((struct stand_in *)list[i], 1);
	free_list(n, list);
	return result;
}

/* What is asked about requests */

static int have_stand_ins(void)
{
	return atomic_load_explicit(&count, memory_order_relaxed) != 0;
}

static void settle_now(void)
{
	struct mc_guard guard;

	if (!have_stand_ins())
		return;
	mc_guard_lock(&guard);
	settle();
	mc_guard_unlock(&guard);
}

static int error_of_request(const struct aiocb *request)
{
	settle_now();
	return real_aio_error(request);
}

static ssize_t return_request(struct aiocb *request)
{
	settle_now();
	return real_aio_return(request);
}

static int suspend(const struct aiocb *const requests[], int n,
		   const struct timespec *timeout)
{
	const struct aiocb *some[MC_LIST_ON_STACK];
	const struct aiocb **list = have_stand_ins() ? new_list(n, some) : NULL;
	struct mc_guard guard;
	int result;

	if (!list)
		return real_aio_suspend(requests, n, timeout);
	mc_guard_lock(&guard);
	settle();
	for (int i = 0; i < n; i++)
		list[i] = hold(requests[i]);
	mc_guard_unlock(&guard);
	result = real_aio_suspend(list, n, timeout);
	mc_guard_lock(&guard);
	for (int i = 0; i < n; i++)
		release(list[i], requests[i]);
	settle();
	mc_guard_unlock(&guard);
	free_list(n, list);
	return result;
}

static int cancel(int fd, struct aiocb *request)
{
	struct mc_guard guard;
	struct aiocb *found;
	int result;

	if (!have_stand_ins())
		return real_aio_cancel(fd, request);
	mc_guard_lock(&guard);
	settle();
	found = hold(request);
	mc_guard_unlock(&guard);
	result = real_aio_cancel(fd, found);
	mc_guard_lock(&guard);
	release(found, request);
	settle();
	mc_guard_unlock(&guard);
	return result;
}

#define FUNCTIONS(FUNCTION) \
	FUNCTION(aio_read, read_request) \
	FUNCTION(aio_write, write_request) \
	FUNCTION(aio_fsync, sync_request) \
	FUNCTION(lio_listio, list_requests) \
	FUNCTION(aio_error, error_of_request) \
	FUNCTION(aio_return, return_request) \
	FUNCTION(aio_suspend, suspend) \
	FUNCTION(aio_cancel, cancel)

#ifdef MC_STATIC
/* The C library's functions of these names are weak: the program calls
   these. */
#define PUBLIC(name, function) \
	extern __typeof__(function) public_##name __asm__(#name) \
		__attribute__((alias(#function), visibility("default"))); \
	extern __typeof__(function) public_##name##64 __asm__(#name "64") \
		__attribute__((alias(#function), visibility("default")));
FUNCTIONS(PUBLIC)
#undef PUBLIC
#else
void mc_requests_patch(void)
{
#define PATCH(name, function) \
	{#name, (void *)function}, {#name "64", (void *)function},
	static const struct mc_got_patch patches[] = {
		FUNCTIONS(PATCH){NULL, NULL},
	};
#undef PATCH
#define FIND(name, function) \
	*(void **)&real_##name = mc_got_find(#name); \
	found &= real_##name != NULL;
	static int found;

	if (!found) {
		found = 1;
		FUNCTIONS(FIND)
	}
#undef FIND
	if (found)
		mc_got_patch(patches);
}
#endif
