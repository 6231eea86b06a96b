/* SPDX-License-Identifier: MIT */
/*
 * Reads /proc/self: statm for resident memory, smaps_rollup (Linux 4.14) for
 * PSS and USS.  proc(5) has the formats.  See memory.h.
 *
 * statm is kept open.  A program that closes all descriptors may open another
 * file in its place, so what is read has to look like statm.
 */
#include "memory.h"
#include "own.h"
#include "raw.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static int statm_fd = -1;
static int statm_process; /* the one that opened it: a child needs its own */
static long page_bytes;

static int open_statm(void)
{
	int fd = mc_raw_open("/proc/self/statm", O_RDONLY | O_CLOEXEC, 0);

	page_bytes = sysconf(_SC_PAGESIZE);
	statm_process = mc_raw_pid();
	return fd < 0 ? fd : mc_raw_move_up(fd);
}

/* Parses exactly seven numbers on one line; the second and third are wanted, in
   pages.  Returns 0, or -1 if TEXT, of N bytes, is something else. */
static int parse_statm(const char *text, ssize_t n, int64_t pages[7])
{
	int fields = 0;

	for (int i = 0; i < 7; i++)
		pages[i] = 0;
	if (n <= 0 || text[n - 1] != '\n')
		return -1;
	for (ssize_t i = 0; i < n && fields < 7; i++) {
		if (text[i] == ' ' || text[i] == '\n')
			fields++;
		else if (text[i] < '0' || text[i] > '9')
			return -1;
		else
			pages[fields] = pages[fields] * 10 + (text[i] - '0');
	}
	return fields == 7 ? 0 : -1;
}

static int read_statm(int64_t pages[7])
{
	char text[256];

	return parse_statm(text, mc_raw_pread(statm_fd, text, sizeof(text), 0),
			   pages);
}

int mc_memory_read(struct mc_memory *memory)
{
	int64_t pages[7];

	if (statm_fd < 0 || statm_process != mc_raw_pid() ||
	    read_statm(pages)) {
		statm_fd = open_statm();
		if (statm_fd < 0 || read_statm(pages))
			return -1;
	}
	memory->resident = pages[1] * page_bytes - (int64_t)mc_own_bytes();
	memory->shared = pages[2] * page_bytes - (int64_t)mc_own_shared_bytes();
	return 0;
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
	return (uint64_t)usage.ru_minflt - mc_own_faults();
}

/* Returns the bytes that the line "NAME:   N kB" tells, 0 if there is none. */
static int64_t find_bytes(const char *text, const char *name)
{
	const char *at = strstr(text, name);
	int64_t kb = 0;

	if (!at)
		return 0;
	at += strlen(name);
	while (*at == ' ')
		at++;
	while (*at >= '0' && *at <= '9')
		kb = kb * 10 + (*at++ - '0');
	return kb * 1024;
}

/* Reads the start of a file into TEXT, as a string.  Returns 0 or -1. */
static int read_text(const char *path, char *text, size_t size)
{
	int fd = mc_raw_open(path, O_RDONLY | O_CLOEXEC, 0);
	ssize_t n = fd < 0 ? -1 : mc_raw_read(fd, text, size - 1);

	if (fd >= 0)
		mc_raw_close(fd);
	text[n > 0 ? n : 0] = '\0';
	return n > 0 ? 0 : -1;
}

void mc_memory_reset_peak(void)
{
	int fd = mc_raw_open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC, 0);

	if (fd < 0)
		return;
	mc_raw_write(fd, "5", 1);
	mc_raw_close(fd);
}

int64_t mc_memory_read_peak(char *text, size_t size)
{
	if (read_text("/proc/self/status", text, size))
		return 0;
	return find_bytes(text, "\nVmHWM:\t") - (int64_t)mc_own_bytes();
}

int mc_memory_read_rollup(struct mc_memory_rollup *rollup, char *text,
			  size_t size)
{
	int64_t own = (int64_t)mc_own_bytes();

	if (read_text("/proc/self/smaps_rollup", text, size))
		return -1;
	rollup->pss = find_bytes(text, "\nPss:") - own;
	rollup->uss = find_bytes(text, "\nPrivate_Clean:") +
		      find_bytes(text, "\nPrivate_Dirty:") - own;
	return 0;
}

/* Tells whether resident memory grows by just N pages when N are touched. */
static int grows_by(int n)
{
	size_t bytes = (size_t)n * (size_t)page_bytes;
	struct mc_memory before, after;
	volatile char *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
				    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int is_exact;

	if (pages == MAP_FAILED)
		return 0;
	madvise((void *)pages, bytes, MADV_NOHUGEPAGE);
	is_exact = !mc_memory_read(&before);
	for (int i = 0; i < n; i++)
		pages[i * page_bytes] = 1;
	is_exact &= !mc_memory_read(&after);
	is_exact &= after.resident - before.resident == (int64_t)bytes;
	munmap((void *)pages, bytes);
	return is_exact;
}

int mc_memory_is_exact(void)
{
	struct mc_memory warm;

	/* The first reading opens the file and touches pages of code. */
	if (mc_memory_read(&warm) || mc_memory_read(&warm))
		return 0;
	return grows_by(1) && grows_by(10) && grows_by(33);
}
