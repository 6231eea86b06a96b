/* SPDX-License-Identifier: MIT */
/*
 * Looks through the pages below the vdso.  See jiffy.h.
 */
#include "jiffy.h"
#include "raw.h"
#include "spawn.h"

#include <sys/auxv.h>
#include <time.h>
#include <unistd.h>

#define MC_JIFFY_PAGES 16
#define MC_JIFFY_BYTES 4096

/* Copies a piece of memory that may not be there: a system call can be refused
   it, where code would get a signal.  Returns 1 if it is there. */
static int copy_by_pipe(const int *pipe, uint64_t *to, const void *from)
{
	return mc_raw_write(pipe[1], from, MC_JIFFY_BYTES) == MC_JIFFY_BYTES &&
	       mc_raw_read(pipe[0], to, MC_JIFFY_BYTES) == MC_JIFFY_BYTES;
}

/* Returns where TIME, its seconds and nanoseconds, stands in a copy; -1: it
   does not. */
static int find_time(const uint64_t *copy, const struct timespec *time)
{
	for (int i = 0; i + 1 < MC_JIFFY_BYTES / (int)sizeof(*copy); i++)
		if (copy[i] == (uint64_t)time->tv_sec &&
		    copy[i + 1] == (uint64_t)time->tv_nsec)
			return i;
	return -1;
}

static const volatile uint64_t *look_through(const int *pipe)
{
	const char *end = (const char *)getauxval(AT_SYSINFO_EHDR);
	uint64_t copy[MC_JIFFY_BYTES / sizeof(uint64_t)];

	for (int page = 1; end && page <= MC_JIFFY_PAGES; page++) {
		const char *at = end - (ptrdiff_t)page * MC_JIFFY_BYTES;

		/* The clock may tick between the two readings. */
		for (int attempt = 0; attempt < 2; attempt++) {
			struct timespec time;
			int i;

			clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
			if (!copy_by_pipe(pipe, copy, at))
				break;
			i = find_time(copy, &time);
			if (i >= 0)
				return (const volatile uint64_t *)at + i + 1;
		}
	}
	return NULL;
}

MC_ON_SPAWNED_STACK static void try_pipe(void)
{
	int pipe[2];

	if (syscall(SYS_pipe2, pipe, O_CLOEXEC) < 0)
		return;
	mc_raw_close(pipe[0]);
	mc_raw_close(pipe[1]);
}

const volatile uint64_t *mc_jiffy_find(uint32_t *period_ns)
{
	static struct mc_spawn_trial trial = {.function = try_pipe};
	static const volatile uint64_t *word;
	static int is_known;
	struct timespec resolution = {0, 0};
	int pipe[2];

	clock_getres(CLOCK_MONOTONIC_COARSE, &resolution);
	*period_ns = (uint32_t)resolution.tv_nsec;
	if (is_known++ || resolution.tv_nsec <= 0 || !mc_spawn_allows(&trial) ||
	    syscall(SYS_pipe2, pipe, O_CLOEXEC) < 0)
		return word;
	word = look_through(pipe);
	mc_raw_close(pipe[0]);
	mc_raw_close(pipe[1]);
	return word;
}
