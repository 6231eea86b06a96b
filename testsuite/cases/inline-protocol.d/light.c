/* SPDX-License-Identifier: MIT */
/*
 * Light copies, written by hand with the functions of
 * runtime/inline-protocol.h.
 *
 *	work		marked; calls what follows, and what the mode is for
 *	twice		calls leaf twice, and tiny
 *	again		calls twice, and leaf as another unit would
 *	fib		calls itself twice
 *	mix0, mix1 ...	call each other, in thousands of contexts
 *	leaf		calls nothing, and looks
 *	tiny		calls nothing, and does not look
 *
 * Each has two forms: its code, which is its light copy, and what runs its code
 * with hooks.  The program counts its calls itself, too, and writes the edges
 * that a profile must have to expected.PID.
 */
#define _GNU_SOURCE
#include "../../../runtime/inline-protocol.h"
#include "../../../runtime/memcall.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

struct mc_module __memcall_module __attribute__((visibility("hidden")));
static struct mc_position nobody_words[2];
#define NOBODY (&nobody_words[0])

extern mc_register_fn __memcall_register;

static struct mc_unit unit = {MC_ABI_VERSION, 0, &__memcall_module, __FILE__,
			      ""};

__attribute__((constructor)) static void look_for_recorder(void)
{
	if (getenv("MEMCALL_OUT"))
		__memcall_register(&unit);
}

/* The program's own counts. */
static struct edge {
	const char *caller;
	const char *callee;
	_Atomic long calls;
} edges[256];
static _Atomic int edge_count;
static int is_paused;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static struct edge *find_edge(const char *caller, const char *callee)
{
	struct edge *edge = NULL;

	for (int i = 0; i < edge_count; i++)
		if (edges[i].caller == caller && edges[i].callee == callee)
			return &edges[i];
	pthread_mutex_lock(&mutex);
	edge = &edges[edge_count];
	edge->caller = caller;
	edge->callee = callee;
	edge_count++;
	pthread_mutex_unlock(&mutex);
	return edge;
}

/* Returns the name of a function by that of its code, or of a part of work. */
static const char *caller_of(const char *code)
{
	static const char *const names[] = {"twice", "again", "fib", "mix0",
					    "mix1",  "mix2",  "mix3"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strncmp(code, names[i], strlen(names[i])))
			return names[i];
	return "work";
}

static void note(const char *caller, const char *callee)
{
	if (!is_paused)
		find_edge(caller, callee)->calls++;
}

static int compare(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	int order = strcmp(x->caller, y->caller);

	return order ? order : strcmp(x->callee, y->callee);
}

static void write_edges(void)
{
	char name[64];
	FILE *out;

	snprintf(name, sizeof(name), "expected.%d", (int)getpid());
	out = fopen(name, "w");
	qsort(edges, edge_count, sizeof(edges[0]), compare);
	for (int i = 0; i < edge_count; i++) {
		long calls = edges[i].calls;

		/* Threads may have made an edge twice. */
		for (; i + 1 < edge_count && !compare(&edges[i], &edges[i + 1]);
		     i++)
			calls += edges[i + 1].calls;
		if (calls)
			fprintf(out, "edge \"%s\" -> \"%s\" calls=%ld\n",
				edges[i].caller, edges[i].callee, calls);
	}
	fclose(out);
}

static void forget_edges(void)
{
	for (int i = 0; i < edge_count; i++)
		edges[i].calls = 0;
}

/* NAME, whose code is NAME_code (n, self): it may make light calls if SELF is
   not NULL. */
#define FUNCTION(name, flags, slots) \
	static struct mc_function name##_function = { \
		#name "\0" #name "\0light.c", \
		__LINE__, \
		(flags), \
		MC_FUNCTION_UNNUMBERED, \
		__LINE__ % MC_KIDS, \
		0, \
		0, \
		(slots), \
		(slots), \
		NULL, \
		NULL}; \
	static long name##_code(long n, struct mc_link *self); \
	static __attribute__((noinline)) long name(long n) \
	{ \
		struct mc_position *position = \
			mc_inline_position(&__memcall_module, NOBODY); \
		void *handle = mc_inline_enter(&__memcall_module, position, \
					       &name##_function, \
					       __builtin_dwarf_cfa()); \
		struct mc_link *self; \
		long result; \
\
		if ((flags)&MC_FUNCTION_MARKED) \
			position = \
				mc_inline_position(&__memcall_module, NOBODY); \
		self = position->current; \
		if (!handle || self->function != name##_function.id) \
			return name##_code(n, NULL); \
		result = name##_code(n, self); \
		position->current = self; \
		mc_inline_leave(&__memcall_module, position, handle); \
		return result; \
	}

#define CALL(number, name, n) \
	({ \
		struct mc_link *kid = NULL; \
\
		note(caller_of(__func__), #name); \
		if (self) \
			kid = mc_inline_count(mc_inline_slot(self, number)); \
		if (!kid) \
			mc_inline_come(&__memcall_module, \
				       self ? MC_FROM(mc_inline_slot( \
						      self, number)) \
					    : MC_FROM_UNIT, \
				       &name##_function); \
		kid ? name##_code(n, kid) : name(n); \
	})

/* Before any other call. */
#define OUT \
	(self ? (void)(mc_inline_words(&__memcall_module)->own->current = \
			       self) \
	      : (void)0)

#define LOOK(is_entry) \
	(self ? mc_inline_look(&__memcall_module, self, is_entry) : (void)0)

static volatile long sum;

FUNCTION(leaf, 0, 0)
FUNCTION(tiny, 0, 0)
FUNCTION(twice, 0, 2)
FUNCTION(fib, 0, 1)
FUNCTION(again, 0, 1)
FUNCTION(mix0, 0, 3)
FUNCTION(mix1, 0, 3)
FUNCTION(mix2, 0, 3)
FUNCTION(mix3, 0, 3)
FUNCTION(work, MC_FUNCTION_MARKED, 20)

static __attribute__((noinline)) long leaf_code(long n, struct mc_link *self)
{
	LOOK(1);
	for (long i = 0; i < n; i++)
		sum += i;
	LOOK(0);
	return n;
}

static __attribute__((noinline)) long tiny_code(long n, struct mc_link *self)
{
	(void)self;
	return n + 1;
}

static __attribute__((noinline)) long twice_code(long n, struct mc_link *self)
{
	LOOK(1);
	CALL(0, leaf, n);
	CALL(0, leaf, n);
	n = CALL(1, tiny, n);
	LOOK(0);
	return n;
}

static __attribute__((noinline)) long fib_code(long n, struct mc_link *self)
{
	long result = n;

	LOOK(1);
	if (n > 1) {
		result = CALL(0, fib, n - 1);
		result += CALL(0, fib, n - 2);
	}
	LOOK(0);
	return result;
}

/* Calls leaf, by way of another unit with other slots for it: by a link that is
   none of its slots'. */
static long again_code(long n, struct mc_link *self)
{
	LOOK(1);
	CALL(0, twice, n);
	OUT;
	note(caller_of(__func__), "leaf");
	leaf(n);
	LOOK(0);
	return n;
}

static const char *mode;
static long rounds;
static ucontext_t here, there;
static struct mc_link *kept;

static int is(const char *name)
{
	return !strcmp(mode, name);
}

/* In the child. */
static void end_child(struct mc_link *self)
{
	OUT;
	memcall_flush();
	write_edges();
	_exit(0);
}

/* How many calls of mix0 there are until one forks. */
static long until_fork;
static pid_t child;

#define MIX(name, first, second, third) \
	static long name##_code(long n, struct mc_link *self) \
	{ \
		long result = 1; \
\
		LOOK(1); \
		if (!--until_fork) { \
			OUT; \
			child = fork(); \
			if (!child) \
				forget_edges(); \
		} \
		if (n > 0) { \
			result += CALL(0, first, n - 1); \
			result += CALL(1, second, n - 1); \
			result += CALL(2, third, n - 2); \
		} \
		LOOK(0); \
		return result; \
	}

MIX(mix0, mix1, mix2, leaf)
MIX(mix1, mix2, mix3, tiny)
MIX(mix2, mix3, mix0, mix1)
MIX(mix3, mix0, mix1, mix3)

/* On another stack, which goes on when the extent is over. */
static void run_there(void)
{
	struct mc_link *self = kept;

	for (int i = 0; i < 1000; i++)
		CALL(1, leaf, 1);
	OUT;
	swapcontext(&there, &here);
}

static void fork_within(struct mc_link *self, pid_t (*fork_by)(void))
{
	OUT;
	child = fork_by();
	if (!child)
		forget_edges();
	/* Until the child has looked, it counts where the parent does. */
	if (child && fork_by == _Fork)
		waitpid(child, NULL, 0);
	for (long i = 0; i < rounds; i++)
		CALL(0, twice, 10);
}

static void pause_within(struct mc_link *self)
{
	OUT;
	memcall_pause();
	is_paused = 1;
	for (long i = 0; i < rounds; i++) {
		CALL(0, twice, 10);
		CALL(4, tiny, 10);
	}
	OUT;
	memcall_resume();
	is_paused = 0;
	for (long i = 0; i < rounds; i++)
		CALL(0, twice, 10);
}

static void change_stacks(struct mc_link *self)
{
	static char stack[1 << 16];

	OUT;
	kept = self;
	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof(stack);
	makecontext(&there, run_there, 0);
	swapcontext(&here, &there);
	CALL(1, leaf, 1);
}

static long work_code(long n, struct mc_link *self)
{
	for (long i = 0; i < n; i++) {
		CALL(0, twice, 10);
		CALL(1, leaf, 100);
		CALL(2, again, 5);
	}
	CALL(3, fib, 20);
	if (is("pause"))
		pause_within(self);
	if (is("fork"))
		fork_within(self, fork);
	if (is("_Fork"))
		fork_within(self, _Fork);
	if (is("mix") || is("fork-in-mix")) {
		until_fork = is("mix") ? 0 : 3000;
		CALL(5, mix0, 13);
		CALL(5, mix0, 12);
	}
	if (is("stacks"))
		change_stacks(self);
	if (!child && strstr(mode, "ork"))
		end_child(self);
	OUT;
	if (child)
		waitpid(child, NULL, 0);
	return 0;
}

static void *run(void *unused)
{
	(void)unused;
	work(rounds);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t threads[4];

	mode = argc > 1 ? argv[1] : "plain";
	rounds = argc > 2 ? atol(argv[2]) : 1000;
	if (is("threads"))
		for (int i = 0; i < 4; i++)
			pthread_create(&threads[i], NULL, run, NULL);
	run(NULL);
	if (is("threads"))
		for (int i = 0; i < 4; i++)
			pthread_join(threads[i], NULL);
	write_edges();
	return 0;
}
