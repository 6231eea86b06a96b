/* SPDX-License-Identifier: MIT */
/*
 * Follows what is allocated and freed.  See allocators.h.
 *
 * Each function here calls the real one, which is the program's: the C
 * library's, or that of an allocator that has taken its place.  A block is
 * noted before the program has it, and is off the ledger before it is freed:
 * from then on another thread may be given the same address.
 *
 * One real function may call another, and so come here once more.  The inner
 * call is noted first; the outer one finds that it has been.
 *
 * operator new and delete are stood in for where they are of the library that
 * malloc is of, which has no need to call malloc.  Those of others do, as
 * libstdc++'s, and so may those of a program.  But with an alignment
 * libstdc++'s operator new calls malloc with a size that it has made larger:
 * what it is asked for is kept for that call.
 *
 * In a static program there are no got slots.  The linker gives the names of
 * the C library's functions to these (libmemcall-heap.a in the Makefile).
 */
#include "allocators.h"
#include "../heap/ledger.h"
#include "../life/fork.h"
#include "../os/guard.h"
#include "../os/got.h"
#include "../os/log.h"
#include "../profile/options.h"
#include "../profile/recall.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#define likely(e) __builtin_expect(!!(e), 1)
#define unlikely(e) __builtin_expect(!!(e), 0)

/* What an allocation is charged to. */
struct charged {
	struct mc_thread *thread; /* NULL: nothing is to be noted, or the
				     thread has never recorded */
	struct mc_node *node; /* NULL: it does not record now */
	uint64_t added; /* blocks of the thread so far */
};

/* Tells whether the ledger is kept in this process.  A child that nobody told
   of has its parent's. */
static inline int is_kept(void)
{
	return mc_ledger_is_open && *mc_fork_is_known && !mc_guard_inside;
}

static inline struct charged begin(void)
{
	struct charged c = {NULL, NULL, 0};

	if (!is_kept())
		return c;
	c.thread = mc_thread_self();
	if (!c.thread || !c.thread->record->top || c.thread->extent.is_paused)
		return c;
	c.node = mc_recall_current(c.thread);
	c.added = c.thread->heap.added;
	/* A coroutine may have changed threads. */
	if (unlikely(c.node->thread != c.thread->record->number))
		c.node = NULL;
	return c;
}

/* Returns how many bytes the program wants where malloc is asked for SIZE.  If
   operator new has failed, it is asked for the exception. */
static inline size_t take_wanted(struct mc_thread *thread, size_t size)
{
	size_t wanted = thread->heap.wanted;

	thread->heap.wanted = 0;
	return unlikely(wanted && wanted <= size) ? wanted - 1 : size;
}

/* Notes BLOCK of SIZE bytes (NULL: there was no memory), unless a function that
   the real one has called has noted it.  Returns it. */
static inline void *end(const struct charged *c, void *block, size_t size)
{
	if (unlikely(!c->thread || !block))
		return block;
	if (unlikely(!c->node))
		c->thread->heap.last = NULL;
	else if (likely(c->thread->heap.added == c->added))
		mc_ledger_add(c->thread, c->node, block,
			      take_wanted(c->thread, size));
	return block;
}

/* BLOCK is about to be freed. */
static inline void drop(const void *block)
{
	struct mc_block lifted;
	struct charged c;

	if (!block || !is_kept())
		return;
	c = begin();
	lifted = mc_ledger_lift(c.thread, block);
	mc_ledger_free(c.thread, c.node, &lifted);
}

/* The functions: how they are called here, and the C library's own names in a
   static program. */

#ifdef MC_STATIC
#define REAL(returned, name, internal, parameters) \
	returned internal parameters; \
	static returned(*const real_##name) parameters = internal
#define STAND_IN(returned, name, parameters) \
	__attribute__((visibility("default"))) \
	returned __memcall_##name parameters; \
	returned __memcall_##name parameters
#else
#define REAL(returned, name, internal, parameters) \
	static returned(*real_##name) parameters
#define STAND_IN(returned, name, parameters) \
	static returned note_##name parameters
#endif

REAL(void *, malloc, __libc_malloc, (size_t));
REAL(void *, calloc, __libc_calloc, (size_t, size_t));
REAL(void *, realloc, __libc_realloc, (void *, size_t));
REAL(void, free, __libc_free, (void *));
REAL(void *, memalign, __libc_memalign, (size_t, size_t));
REAL(void *, aligned_alloc, __libc_memalign, (size_t, size_t));
REAL(int, posix_memalign, __posix_memalign, (void **, size_t, size_t));
REAL(void *, valloc, __libc_valloc, (size_t));
REAL(void *, pvalloc, __libc_pvalloc, (size_t));

STAND_IN(void *, malloc, (size_t size))
{
	struct charged c = begin();

	return end(&c, real_malloc(size), size);
}

STAND_IN(void *, calloc, (size_t count, size_t size))
{
	struct charged c = begin();

	return end(&c, real_calloc(count, size), count * size);
}

STAND_IN(void *, memalign, (size_t align, size_t size))
{
	struct charged c = begin();

	return end(&c, real_memalign(align, size), size);
}

STAND_IN(void *, aligned_alloc, (size_t align, size_t size))
{
	struct charged c = begin();

	return end(&c, real_aligned_alloc(align, size), size);
}

STAND_IN(void *, valloc, (size_t size))
{
	struct charged c = begin();

	return end(&c, real_valloc(size), size);
}

STAND_IN(void *, pvalloc, (size_t size))
{
	struct charged c = begin();

	return end(&c, real_pvalloc(size), size);
}

STAND_IN(int, posix_memalign, (void **to, size_t align, size_t size))
{
	struct charged c = begin();
	int error = real_posix_memalign(to, align, size);

	if (!error)
		end(&c, *to, size);
	return error;
}

STAND_IN(void, free, (void *block))
{
	drop(block);
	real_free(block);
}

/* BLOCK, which was lifted, was given to realloc, for SIZE bytes at NOW.  A
   block of no bytes may be none. */
static void *end_realloc(const struct charged *c, const struct mc_block *lifted,
			 void *block, void *now, size_t size)
{
	if (!now && size)
		mc_ledger_put_back(c->thread, block, lifted);
	else
		mc_ledger_free(c->thread, c->node, lifted);
	return end(c, now, size);
}

/* BLOCK is about to be given to realloc. */
static inline struct mc_block lift(const struct charged *c, const void *block)
{
	if (!block || !is_kept())
		return (struct mc_block){NULL, 0, 0};
	return mc_ledger_lift(c->thread, block);
}

STAND_IN(void *, realloc, (void *block, size_t size))
{
	struct charged c = begin();
	struct mc_block lifted = lift(&c, block);

	return end_realloc(&c, &lifted, block, real_realloc(block, size), size);
}

/* Does without the heap, and says why. */
static void refuse(const char *why, const char *remedy)
{
	mc_log("mem=heap: ", why, ": ", remedy, NULL);
	mc_options.mem = MC_MEM_FULL;
}

#ifdef MC_STATIC
void mc_allocators_patch(void)
{
	if (mc_options.mem == MC_MEM_HEAP && malloc != __memcall_malloc)
		refuse("this static program was not linked for it",
		       "link it with -lmemcall-heap in place of -lmemcall; "
		       "this is mem=full");
}
#else
REAL(void *, reallocarray, , (void *, size_t, size_t));
REAL(void, free_sized, , (void *, size_t));
REAL(void, free_aligned_sized, , (void *, size_t, size_t));

STAND_IN(void *, reallocarray, (void *block, size_t count, size_t size))
{
	struct charged c = begin();
	struct mc_block lifted = lift(&c, block);
	void *now = real_reallocarray(block, count, size);

	return end_realloc(&c, &lifted, block, now, count * size);
}

STAND_IN(void, free_sized, (void *block, size_t size))
{
	drop(block);
	real_free_sized(block, size);
}

STAND_IN(void, free_aligned_sized, (void *block, size_t align, size_t size))
{
	drop(block);
	real_free_aligned_sized(block, align, size);
}

/* operator new and delete: for one and for arrays, with an alignment, and those
   that do not throw.  All arguments but the first are passed on as they are. */

static inline struct charged begin_new(size_t size)
{
	struct charged c = begin();

	if (c.node)
		c.thread->heap.wanted = size + 1;
	return c;
}

static inline void *end_new(const struct charged *c, void *block, size_t size)
{
	end(c, block, size);
	if (c->node)
		c->thread->heap.wanted = 0;
	return block;
}

#define NEW(name, parameters, arguments) \
	REAL(void *, name, , parameters); \
	STAND_IN(void *, name, parameters) \
	{ \
		struct charged c = begin_new(size); \
\
		return end_new(&c, real_##name arguments, size); \
	}
#define DELETE(name, parameters, arguments) \
	REAL(void, name, , parameters); \
	STAND_IN(void, name, parameters) \
	{ \
		drop(block); \
		real_##name arguments; \
	}

#define NEWS(NEW) \
	NEW(_Znwm, (size_t size), (size)) \
	NEW(_Znam, (size_t size), (size)) \
	NEW(_ZnwmRKSt9nothrow_t, (size_t size, void *a), (size, a)) \
	NEW(_ZnamRKSt9nothrow_t, (size_t size, void *a), (size, a)) \
	NEW(_ZnwmSt11align_val_t, (size_t size, size_t a), (size, a)) \
	NEW(_ZnamSt11align_val_t, (size_t size, size_t a), (size, a)) \
	NEW(_ZnwmSt11align_val_tRKSt9nothrow_t, \
	    (size_t size, size_t a, void *b), (size, a, b)) \
	NEW(_ZnamSt11align_val_tRKSt9nothrow_t, \
	    (size_t size, size_t a, void *b), (size, a, b))
#define DELETES(DELETE) \
	DELETE(_ZdlPv, (void *block), (block)) \
	DELETE(_ZdaPv, (void *block), (block)) \
	DELETE(_ZdlPvm, (void *block, size_t a), (block, a)) \
	DELETE(_ZdaPvm, (void *block, size_t a), (block, a)) \
	DELETE(_ZdlPvRKSt9nothrow_t, (void *block, void *a), (block, a)) \
	DELETE(_ZdaPvRKSt9nothrow_t, (void *block, void *a), (block, a)) \
	DELETE(_ZdlPvSt11align_val_t, (void *block, size_t a), (block, a)) \
	DELETE(_ZdaPvSt11align_val_t, (void *block, size_t a), (block, a)) \
	DELETE(_ZdlPvmSt11align_val_t, (void *block, size_t a, size_t b), \
	       (block, a, b)) \
	DELETE(_ZdaPvmSt11align_val_t, (void *block, size_t a, size_t b), \
	       (block, a, b)) \
	DELETE(_ZdlPvSt11align_val_tRKSt9nothrow_t, \
	       (void *block, size_t a, void *b), (block, a, b)) \
	DELETE(_ZdaPvSt11align_val_tRKSt9nothrow_t, \
	       (void *block, size_t a, void *b), (block, a, b))
NEWS(NEW)
DELETES(DELETE)

#define FUNCTION(name) {#name, (void *)note_##name, (void **)&real_##name},
#define FUNCTION_OF_CXX(name, parameters, arguments) FUNCTION(name)

static const struct {
	const char *name;
	void *replacement;
	void **real;
} functions[] = {
	FUNCTION(malloc) FUNCTION(calloc) FUNCTION(realloc) FUNCTION(free)
		FUNCTION(memalign) FUNCTION(aligned_alloc) FUNCTION(
			posix_memalign) FUNCTION(valloc) FUNCTION(pvalloc)
			FUNCTION(reallocarray) FUNCTION(free_sized)
				FUNCTION(free_aligned_sized)
					NEWS(FUNCTION_OF_CXX)
						DELETES(FUNCTION_OF_CXX)};

#define COUNT (sizeof(functions) / sizeof(*functions))

static struct mc_got_patch patches[COUNT + 1];
static void *reals[COUNT];
static struct mc_got_all all = {.patches = patches, .reals = reals};

/* Returns where the C library begins. */
static const void *libc(void)
{
	return mc_got_module(mc_got_find("gnu_get_libc_version"));
}

/* Tells whether the function NAME, which is REAL, is stood in for, where malloc
   is of the module ALLOCATOR. */
static int is_followed(const char *name, const void *real,
		       const void *allocator)
{
	const void *module = mc_got_module(real);

	/* The C library's calls realloc. */
	if (!strcmp(name, "reallocarray"))
		return module == allocator && module != libc();
	if (name[0] != '_' || name[1] != 'Z')
		return 1;
	return module == allocator || (module != mc_got_executable() &&
				       name[2] == 'n' && strstr(name, "align"));
}

/* Finds what the program calls. */
static void find_real(void)
{
	const void *allocator = mc_got_module(mc_got_find("malloc"));

	/* The C library's blocks are multiples of 16; others' may be of 8. */
	if (allocator != libc())
		mc_blocks_are_small();
	for (size_t i = 0; i < COUNT; i++) {
		void *real = mc_got_find(functions[i].name);

		patches[i] = (struct mc_got_patch){functions[i].name,
						   functions[i].replacement};
		*functions[i].real = real;
		if (is_followed(functions[i].name, real, allocator))
			reals[i] = real;
	}
	dlerror(); /* the program must not find our errors */
}

void mc_allocators_patch(void)
{
	if (mc_options.mem != MC_MEM_HEAP)
		return;
	if (!patches[0].name &&
	    mc_got_module(mc_got_find("malloc")) == mc_got_executable()) {
		refuse("the program has its own malloc, which it calls "
		       "directly",
		       "have it in a shared library; this is mem=full");
		return;
	}
	if (!patches[0].name)
		find_real();
	mc_got_patch_all(&all);
}
#endif
