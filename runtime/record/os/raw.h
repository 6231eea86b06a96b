/* SPDX-License-Identifier: MIT */
/*
 * System calls that are not cancellation points.  The C library's are: a thread
 * with a cancellation pending would end in the middle of a hook.
 *
 * They return what the kernel does, with errno set as usual.
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

/* This process's number, from /proc where a filter of system calls refuses
   getpid; 0: it cannot be had. */
pid_t mc_raw_pid(void);

/* Moves FD out of the way of programs that count on getting the lowest number:
   up to 400, or as high as the limit allows.  Returns the new one, or FD. */
int mc_raw_move_up(int fd);

#endif
