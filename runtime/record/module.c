/* SPDX-License-Identifier: MIT */
/*
 * Keeps the modules.  See module.h.
 *
 * The list is only added to, and entries are never freed, so that it can be
 * walked without the guard: threads begin and end extents all the time.
 */
#include "module.h"
#include "follow.h"
#include "guard.h"
#include "hooks.h"
#include "log.h"
#include "own.h"
#include "process.h"

#include <stdatomic.h>

struct module {
	_Atomic(struct module *) next;
	struct mc_hooks *hooks; /* NULL: the entry is free */
	_Atomic ptrdiff_t offset; /* of the recording word from the thread
				     pointer; 0: the module is gone */
	uint32_t units;
};

#define MODULES_PER_PAGE (MC_PAGE_BYTES / sizeof(struct module))

static _Atomic(struct module *) modules;
static const struct mc_hooks *hooks_in_use;

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
	/* Release: pairs with the loads of those who walk the list. */
	atomic_store_explicit(&modules, module, memory_order_release);
	return module;
}

static struct module *find_module(const struct mc_hooks *hooks)
{
	struct module *module = modules;

	while (module && module->hooks != hooks)
		module = module->next;
	return module;
}

static void set_words(char *thread_pointer, ptrdiff_t offset,
		      struct mc_position *recording, struct mc_position *extent)
{
	void *volatile *word = (void *)(thread_pointer + offset);

	if (!offset)
		return;
	/* Whoever records is in an extent: a jump out of a handler that comes
	   in between must find what it has to close. */
	if (extent)
		word[MC_WORD_EXTENT] = extent;
	word[MC_WORD_RECORDING] = recording ? recording : &mc_thread_nobody;
	word[MC_WORD_EXTENT] = extent;
}

/* A module is loaded while threads are in extents: they record there too. */
static void join_extents(ptrdiff_t offset)
{
	for (struct mc_thread *t = mc_thread_list(); t; t = t->next)
		if (t->record->top)
			set_words(t->thread_pointer, offset,
				  t->is_paused ? NULL : t->position,
				  t->position);
}

static void add_unit(struct mc_unit *unit, void **recording)
{
	ptrdiff_t offset =
		(char *)recording - (char *)__builtin_thread_pointer();
	struct module *module = find_module(unit->hooks);

	if (!module)
		module = find_module(NULL);
	if (!module)
		module = new_module();
	if (!module)
		return;
	if (!module->hooks) {
		module->hooks = unit->hooks;
		if (hooks_in_use)
			*unit->hooks = *hooks_in_use;
		atomic_store(&module->offset, offset);
		join_extents(offset);
	}
	module->units++;
	unit->registered = 1;
}

void mc_module_register(struct mc_unit *unit, void **recording)
{
	static int told;
	struct mc_guard guard;

	mc_guard_lock(&guard);
	mc_process_init();
	if (unit->abi_version == MC_ABI_VERSION) {
		add_unit(unit, recording);
		mc_follow_patch();
	} else if (!told++)
		mc_log(unit->source,
		       " was compiled with another version of memcall than "
		       "this recorder's and is not recorded: recompile it",
		       NULL);
	mc_guard_unlock(&guard);
}

void mc_module_forget(struct mc_unit *unit)
{
	struct mc_guard guard;
	struct module *module;

	if (!unit->registered)
		return;
	mc_guard_lock(&guard);
	module = find_module(unit->hooks);
	unit->registered = 0;
	if (module && !--module->units) {
		atomic_store(&module->offset, 0);
		module->hooks = NULL;
	}
	mc_guard_unlock(&guard);
}

void mc_module_set_recording(char *thread_pointer,
			     struct mc_position *recording,
			     struct mc_position *extent)
{
	struct module *module =
		atomic_load_explicit(&modules, memory_order_acquire);

	for (; module; module = module->next)
		set_words(thread_pointer,
			  atomic_load_explicit(&module->offset,
					       memory_order_relaxed),
			  recording, extent);
}

void mc_module_use_hooks(const struct mc_hooks *hooks)
{
	hooks_in_use = hooks;
	for (struct module *m = modules; m; m = m->next)
		if (m->hooks)
			*m->hooks = *hooks;
}

void mc_module_stop(void)
{
	for (struct module *m = modules; m; m = m->next)
		if (m->hooks)
			m->hooks->start = NULL;
}
