/* SPDX-License-Identifier: MIT */
/*
 * Keeps the modules.  See module.h.
 *
 * Entries of the list are never freed: one whose module was unloaded is used
 * again.
 */
#include "module.h"
#include "../os/guard.h"
#include "../os/own.h"

#include <stdatomic.h>

struct module {
	_Atomic(struct module *) next;
	struct mc_module *shared; /* the module's own; NULL: the entry is
				     free */
	uint32_t units;
};

#define MODULES_PER_PAGE (MC_PAGE_BYTES / sizeof(struct module))

static _Atomic(struct module *) modules;
static const struct mc_hooks *hooks_in_use;
static struct mc_module of_recorder;
static const struct mc_hooks *usual_hooks;
static int has_failed;

/* The padding keeps the words away from the thread pointer itself: a distance
   of 0 says that there is no recorder. */
static __thread struct {
	char padding[sizeof(struct mc_words)];
	struct mc_words words;
} own = {.words = {.recording = &mc_thread_nobody.position,
		   .own = &mc_thread_anyone.position}};

static intptr_t distance(void)
{
	return (char *)&own.words - (char *)__builtin_thread_pointer();
}

static struct module *new_module(void)
{
	static struct module *page;
	static size_t left;
	struct module *module;

	if (!left) {
		page = mc_own_alloc(MC_PAGE_BYTES);
		if (!page)
			return NULL;
		left = MODULES_PER_PAGE;
	}
	module = &page[--left];
	atomic_store_explicit(&module->next, modules, memory_order_relaxed);
	/* Release: pairs with the loads of `modules` and `next`. */
	atomic_store_explicit(&modules, module, memory_order_release);
	return module;
}

static struct module *find_module(const struct mc_module *shared)
{
	struct module *module = modules;

	while (module && module->shared != shared)
		module = module->next;
	return module;
}

void mc_module_add(struct mc_unit *unit)
{
	struct module *module = find_module(unit->module);

	if (!module)
		module = find_module(NULL);
	if (!module)
		module = new_module();
	if (!module)
		return;
	if (!module->shared) {
		module->shared = unit->module;
		/* The words come first: code that has a hook looks for them. */
		__atomic_store_n(&unit->module->words, distance(),
				 __ATOMIC_RELEASE);
		if (hooks_in_use)
			unit->module->hooks = *hooks_in_use;
	}
	module->units++;
	unit->registered = 1;
}

void mc_module_forget(struct mc_unit *unit)
{
	struct mc_guard guard;
	struct module *module;

	if (!unit->registered)
		return;
	mc_guard_lock(&guard);
	module = find_module(unit->module);
	unit->registered = 0;
	if (module && !--module->units)
		module->shared = NULL;
	mc_guard_unlock(&guard);
}

void mc_module_set_recording(char *thread_pointer,
			     struct mc_position *recording,
			     struct mc_position *extent)
{
	volatile struct mc_words *words =
		(volatile struct mc_words *)(thread_pointer + distance());

	/* Whoever records is in an extent: a jump out of a handler that comes
	   in between must find what it has to close. */
	if (extent)
		words->extent = extent;
	words->recording = recording ? recording : &mc_thread_nobody.position;
	words->extent = extent ? extent : NULL;
}

struct mc_words *mc_module_words(char *thread_pointer)
{
	return (struct mc_words *)(thread_pointer + distance());
}

void mc_module_set_own(char *thread_pointer, struct mc_position *position)
{
	mc_module_words(thread_pointer)->own =
		position ? position : &mc_thread_anyone.position;
}

void mc_module_look_away(void)
{
	struct mc_words *words = mc_module_words(__builtin_thread_pointer());

	if (words->own != &mc_thread_anyone.position)
		words->own->looked = mc_inline_head(words, words->own);
}

void mc_module_use_hooks(const struct mc_hooks *hooks)
{
	hooks_in_use = hooks;
	of_recorder.words = distance();
	of_recorder.hooks = *hooks;
	for (struct module *m = modules; m; m = m->next)
		if (m->shared)
			m->shared->hooks = *hooks;
}

void mc_module_set_usual_hooks(const struct mc_hooks *hooks)
{
	usual_hooks = hooks;
	mc_module_use_hooks(hooks);
}

const struct mc_hooks *mc_module_usual_hooks(void)
{
	return usual_hooks;
}

const struct mc_module *mc_module_of_recorder(void)
{
	return &of_recorder;
}

int mc_module_has_failed(void)
{
	return has_failed;
}

void mc_module_fail(void)
{
	has_failed = 1;
}

void mc_module_stop(void)
{
	mc_module_fail();
	of_recorder.hooks.start = NULL;
	for (struct module *m = modules; m; m = m->next)
		if (m->shared)
			m->shared->hooks.start = NULL;
}
