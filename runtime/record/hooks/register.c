/* SPDX-License-Identifier: MIT */
/*
 * The recorder's entry: each unit's constructor registers the unit here.  Any
 * thread; takes the guard.
 *
 * The first unit that comes sets the recorder up.  Each later one may be of a
 * library that was loaded meanwhile, so the got slots of calls that the
 * recorder stands in for are looked for again.
 */
#include "allocators.h"
#include "thread-create.h"
#include "../os/guard.h"
#include "hooks.h"
#include "loading.h"
#include "../os/log.h"
#include "../profile/module.h"
#include "notify.h"
#include "../life/process.h"
#include "seccomp.h"
#include "signals.h"
#include "requests.h"
#include "../profile/roots.h"
#include "openmp.h"

#ifdef MC_STATIC
/* The symbol by which libmemcall.a asks the linker for this file. */
extern const char __memcall_static;
const char __memcall_static = 1;

/* A static program is linked to the recorder's functions.  A call from here has
   the linker take them: libstdc++, which calls pthread_create, too, comes
   later. */
static void patch_modules(void)
{
	mc_thread_create_patch();
	mc_allocators_patch();
}
#else
static void patch_modules(void)
{
	mc_thread_create_patch();
	mc_notify_patch();
	mc_requests_patch();
	mc_openmp_patch();
	mc_seccomp_patch();
	mc_allocators_patch();
	mc_loading_patch();
}
#endif

static void start(void)
{
	mc_signals_init();
	mc_module_set_usual_hooks(mc_hooks_by_options());
}

/* Sets the recorder up, once. */
static void set_up(void)
{
	static int is_done;

	if (is_done++)
		return;
	if (mc_process_init())
		mc_module_stop();
	else
		start();
}

static void refuse(const struct mc_unit *unit)
{
	static int is_told;

	if (!is_told++)
		mc_log(unit->source,
		       " was compiled with another version of memcall than "
		       "this recorder's and is not recorded: recompile it",
		       NULL);
}

__attribute__((visibility("default"))) void __memcall_register(
	struct mc_unit *unit)
{
	struct mc_guard guard;

	mc_guard_lock(&guard);
	set_up();
	if (unit->abi_version == MC_ABI_VERSION) {
		mc_roots_note(unit->roots);
		mc_module_add(unit);
		patch_modules();
	} else {
		refuse(unit);
	}
	mc_guard_unlock(&guard);
}
