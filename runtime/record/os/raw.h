/* SPDX-License-Identifier: MIT */
/*
 * System calls that are not cancellation points.  The C library's are: a thread
 * with a cancellation pending would end in the middle of a hook.
 *
 * They return what the kernel does, or -1 with errno set.  Any thread, any
 * signal.
 */
#ifndef MC_RAW_H
#define MC_RAW_H

#include <fcntl.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static inline int mc_raw_open(const char *path, int flags, int mode)
{
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static inline void mc_raw_close(int fd)
{
	syscall(SYS_close, fd);
}

static inline ssize_t mc_raw_read(int fd, void *to, size_t size)
{
	return syscall(SYS_read, fd, to, size);
}

static inline ssize_t mc_raw_pread(int fd, void *to, size_t size, off_t at)
{
	return syscall(SYS_pread64, fd, to, size, at);
}

static inline ssize_t mc_raw_write(int fd, const void *from, size_t size)
{
	return syscall(SYS_write, fd, from, size);
}

/* Returns this process's number, 0 if it cannot be had.  It comes from /proc
   where a filter of system calls refuses getpid.  Keeps errno. */
pid_t mc_raw_pid(void);

/* Moves FD up to 400, or as high as the limit allows: programs count on getting
   the lowest number.  Returns the new descriptor, or FD if that cannot be. */
int mc_raw_move_up(int fd);

#endif
