/* SPDX-License-Identifier: MIT */
/*
 * Registers files with rings of io_uring.  See pin.h.
 */
#include "pin.h"
#include "raw.h"
#include "spawn.h"

#include <errno.h>
#include <linux/io_uring.h>
#include <sys/mman.h>

MC_ON_SPAWNED_STACK static int open_holder(struct io_uring_params *params)
{
	return (int)syscall(SYS_io_uring_setup, 1, params);
}

MC_ON_SPAWNED_STACK static void try_holder(void)
{
	struct io_uring_params params = {0};
	int holder = open_holder(&params);

	syscall(SYS_io_uring_register, holder, IORING_REGISTER_FILES, NULL, 0);
	mc_raw_close(holder);
}

/* Has the ring HOLDER hold the file of FD, and a mapping hold the ring. */
static int hold(struct mc_pin *pin, int holder, size_t bytes, int fd)
{
	void *memory;

	if (syscall(SYS_io_uring_register, holder, IORING_REGISTER_FILES, &fd,
		    1) < 0)
		return -errno;
	memory = mmap(NULL, bytes, PROT_READ, MAP_SHARED, holder,
		      IORING_OFF_SQ_RING);
	if (memory == MAP_FAILED)
		return -errno;
	madvise(memory, bytes, MADV_DONTFORK);
	*pin = (struct mc_pin){memory, bytes};
	return 0;
}

int mc_pin_file(struct mc_pin *pin, int fd)
{
	static struct mc_spawn_trial trial = {.function = try_holder};
	struct io_uring_params params = {0};
	int error, holder;

	if (!mc_spawn_allows(&trial))
		return -EPERM;
	holder = open_holder(&params);
	if (holder < 0)
		return -errno;
	error = hold(pin, holder,
		     params.sq_off.array + params.sq_entries * sizeof(__u32),
		     fd);
	mc_raw_close(holder);
	return error;
}

void mc_pin_release(struct mc_pin *pin)
{
	int saved = errno;
	/* First nobody has it: a signal handler would unmap it again, or what
	   another thread has mapped there since. */
	void *memory =
		__atomic_exchange_n(&pin->memory, NULL, __ATOMIC_RELAXED);

	if (memory)
		munmap(memory, pin->bytes);
	errno = saved;
}
