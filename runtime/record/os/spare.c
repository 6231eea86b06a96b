/* SPDX-License-Identifier: MIT */
/*
 * Keeps the spare stack.  See spare.h.
 *
 * There is one for all threads, as two seldom want it at once.  The kernel's
 * own call blocks signals, as in guard.c: no handler may run on it.
 */
#include "spare.h"
#include "../../arch/arch.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The beginning of the first extent takes most of it, 5 KiB. */
#define SPARE_BYTES (64u * 1024)

static atomic_int held;

int mc_spare_is_handler(void)
{
	int saved = errno;
	stack_t stack;
	int error = sigaltstack(NULL, &stack);

	errno = saved;
	return !error && stack.ss_flags & SS_ONSTACK;
}

void mc_spare_switch(void (*function)(void *), void *argument, void *stack);

/* Calls FUNCTION (ARGUMENT) on the stack that ends at STACK.  An unwinder finds
   the way back. */
__asm__(".text\n"
	".globl mc_spare_switch\n"
	".hidden mc_spare_switch\n"
	".type mc_spare_switch, %function\n"
	".balign 4\n"
	"mc_spare_switch:\n"
	"	.cfi_startproc\n" MC_ARCH_SWITCH "	.cfi_endproc\n"
	".size mc_spare_switch, .-mc_spare_switch\n");

void mc_spare_call(void (*function)(void *), void *argument)
{
	static char stack[SPARE_BYTES] __attribute__((aligned(64)));
	const uint64_t all = ~(uint64_t)0;
	int saved = errno;
	uint64_t signals;

	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, &signals, sizeof(all));
	/* Acquire: pairs with the release below. */
	while (atomic_exchange_explicit(&held, 1, memory_order_acquire))
		sched_yield();
	mc_spare_switch(function, argument, stack + sizeof(stack));
	atomic_store_explicit(&held, 0, memory_order_release);
	syscall(SYS_rt_sigprocmask, SIG_SETMASK, &signals, NULL, sizeof(all));
	errno = saved;
}
void mc_spare_reset(void)
{
	atomic_store_explicit(&held, 0, memory_order_release);
}
