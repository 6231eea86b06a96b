/* SPDX-License-Identifier: MIT */
/*
 * See raw.h.
 */
#include "raw.h"

#include <sys/resource.h>

#define MC_HIGH_FD 400
#define MC_SPARE_FDS 8 /* below the limit */

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
