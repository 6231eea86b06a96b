/* SPDX-License-Identifier: MIT */
/*
 * Makes system calls that need more than a line.  See raw.h.
 */
#include "raw.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/resource.h>

#define MC_HIGH_FD 400
#define MC_SPARE_FDS 8 /* left free below the limit */

pid_t mc_raw_pid(void)
{
	int error = errno;
	pid_t pid = (pid_t)syscall(SYS_getpid);
	char digits[16] = "";

	if (pid <= 0) {
		/* The last byte is left alone: it ends the string. */
		syscall(SYS_readlinkat, AT_FDCWD, "/proc/self", digits,
			sizeof(digits) - 1);
		pid = (pid_t)strtol(digits, NULL, 10);
	}
	errno = error;
	return pid;
}

int mc_raw_move_up(int fd)
{
	int least = MC_HIGH_FD;
	struct rlimit limit;
	int high = -1;

	if (!getrlimit(RLIMIT_NOFILE, &limit) &&
	    limit.rlim_cur < MC_HIGH_FD + MC_SPARE_FDS)
		least = limit.rlim_cur > 4 * MC_SPARE_FDS
				? (int)limit.rlim_cur - MC_SPARE_FDS
				: (int)limit.rlim_cur - 1;
	for (; high < 0 && least > fd; least--)
		high = (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, least);
	if (high < 0)
		return fd;
	mc_raw_close(fd);
	return high;
}
