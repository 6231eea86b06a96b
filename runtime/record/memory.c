/* SPDX-License-Identifier: MIT */
/*
 * Reads /proc/self: statm for resident memory, smaps_rollup (Linux 4.14) for
 * PSS and USS.  proc(5) has the formats.
 *
 * statm is kept open.  A program that closes all descriptors may open another
 * file in its place, so what is read has to look like statm.
 */
#include "memory.h"
#include "own.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define MC_HIGH_FD 400 /* as in mapfile.c */

static int statm_fd = -1;
static int statm_process; /* whose it is: /proc/self is not kept by a fork */
static long page_bytes;

static int open_statm(void)
{
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
	int high = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, MC_HIGH_FD);

	if (high >= 0) {
		close(fd);
		fd = high;
	}
	page_bytes = sysconf(_SC_PAGESIZE);
	statm_process = getpid();
	return fd;
}

/* The second of exactly seven numbers on one line, or -1. */
static int64_t parse_statm(const char *text, ssize_t n)
{
	int64_t second = 0;
	int fields = 0;

	if (n <= 0 || text[n - 1] != '\n')
		return -1;
	for (ssize_t i = 0; i < n; i++) {
		if (text[i] == ' ' || text[i] == '\n')
			fields++;
		else if (text[i] < '0' || text[i] > '9')
			return -1;
		else if (fields == 1)
			second = second * 10 + (text[i] - '0');
	}
	return fields == 7 ? second : -1;
}

static int64_t read_statm(void)
{
	char text[128];

	return parse_statm(text, pread(statm_fd, text, sizeof(text), 0));
}

int64_t mc_memory_rss(void)
{
	int64_t pages = -1;

	if (statm_fd >= 0 && statm_process == getpid())
		pages = read_statm();
	if (pages < 0) {
		statm_fd = open_statm();
		pages = statm_fd < 0 ? -1 : read_statm();
	}
	if (pages < 0)
		return INT64_MIN;
	return pages * page_bytes - (int64_t)mc_own_bytes();
}

int64_t mc_memory_page_bytes(void)
{
	return page_bytes;
}

uint64_t mc_memory_faults(void)
{
	struct rusage usage;

	if (getrusage(RUSAGE_THREAD, &usage))
		return 0;
	return (uint64_t)usage.ru_minflt;
}

/* The bytes that the line "NAME:   N kB" tells, 0 if there is none. */
static int64_t find_bytes(const char *text, const char *name)
{
	const char *at = strstr(text, name);
	int64_t kb = 0;

	if (!at)
		return 0;
	at += strlen(name);
	at += strspn(at, " ");
	while (*at >= '0' && *at <= '9')
		kb = kb * 10 + (*at++ - '0');
	return kb * 1024;
}

int mc_memory_rollup(int64_t *pss, int64_t *uss)
{
	char text[4096];
	int64_t own = (int64_t)mc_own_bytes();
	int fd = open("/proc/self/smaps_rollup", O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return -1;
	text[n] = '\0';
	*pss = find_bytes(text, "\nPss:") - own;
	*uss = find_bytes(text, "\nPrivate_Clean:") +
	       find_bytes(text, "\nPrivate_Dirty:") - own;
	return 0;
}
