/* SPDX-License-Identifier: MIT */
/*
 * put() takes a nanosecond, but every PERIOD-th call works for MICROSECONDS, as
 * a buffer that is flushed does: in its own code, or in the kernel.  writer()
 * only calls it.
 *
 *     bursts CALLS PERIOD MICROSECONDS user|kernel
 *
 * Prints between which bounds the CPU time of put() lies: `least_ns` is that of
 * the bursts, by the thread's clock around each.  `most_ns` is that, one more
 * reading of the clock a burst, all that the other calls take, unrecorded, with
 * the loop around them (`rest_ns`), and SWITCH_NS each time that the thread was
 * preempted: on a busy machine that often is when the clock has been read.  But
 * it is not more than the thread had in all.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define HELPER static __attribute__((no_instrument_function))
#define CALIBRATED_STEPS 4000000
#define CALIBRATED_READS 5
#define CALIBRATIONS 4
#define FIRST_BYTES (256L << 10)
#define MOST_BYTES (256L << 20)
#define CALIBRATED_CALLS 2000000
#define CALIBRATED_READINGS 1000
/* Measured: 5 to 10 us, mostly to fill the caches again. */
#define SWITCH_NS 10000

static long count, period, bursts_ns;
static long steps;	    /* of a burst in user code */
static long bytes;	    /* that one in the kernel reads */
static int zeros;	    /* /dev/zero */
static char *buffer;
static volatile unsigned long sink;

HELPER long cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return now.tv_sec * 1000000000 + now.tv_nsec;
}

HELPER inline __attribute__((always_inline)) void spin(long todo)
{
	unsigned long x = sink | 1;

	while (todo-- > 0) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
	}
	sink = x;
}

static __attribute__((noinline)) void put(long c)
{
	long start;

	sink += c;
	if (++count % period)
		return;
	start = cpu_ns();
	if (!bytes)
		spin(steps);
	else if (read(zeros, buffer, bytes) != bytes)
		abort();
	bursts_ns += cpu_ns() - start;
}

HELPER inline __attribute__((always_inline)) void put_all(long calls)
{
	long i;

	for (i = 0; i < calls; i++)
		put(i);
}

__attribute__((profile)) void writer(long calls)
{
	put_all(calls);
}

/* Returns the nanoseconds of a call that has no burst, with its loop. */
HELPER __attribute__((noinline)) double time_call(void)
{
	long start = cpu_ns();

	period = CALIBRATED_CALLS + 1;
	put_all(CALIBRATED_CALLS);
	count = 0;
	return (double)(cpu_ns() - start) / CALIBRATED_CALLS;
}

HELPER double time_reading(void)
{
	long start = cpu_ns();
	int i;

	for (i = 0; i < CALIBRATED_READINGS; i++)
		cpu_ns();
	return (double)(cpu_ns() - start) / CALIBRATED_READINGS;
}

HELPER void set_steps(double burst_ns)
{
	long start = cpu_ns();

	spin(CALIBRATED_STEPS);
	steps = burst_ns * CALIBRATED_STEPS / (cpu_ns() - start);
}

/* Reads as often into the same memory as bursts do: it is in the caches then. */
HELPER double time_reads(void)
{
	long start = cpu_ns();
	int i;

	for (i = 0; i < CALIBRATED_READS; i++)
		if (read(zeros, buffer, bytes) != bytes)
			abort();
	return (double)(cpu_ns() - start) / CALIBRATED_READS;
}

HELPER void set_bytes(double burst_ns)
{
	int i;

	zeros = open("/dev/zero", O_RDONLY);
	buffer = malloc(MOST_BYTES);
	if (zeros < 0 || !buffer)
		abort();
	memset(buffer, 1, MOST_BYTES);
	bytes = FIRST_BYTES;
	for (i = 0; i < CALIBRATIONS; i++) {
		bytes *= burst_ns / time_reads();
		if (bytes > MOST_BYTES)
			bytes = MOST_BYTES;
	}
}

HELPER long preemptions(void)
{
	struct rusage used;

	getrusage(RUSAGE_THREAD, &used);
	return used.ru_nivcsw;
}

/* Records, and prints the bounds. */
HELPER void measure(long calls, double call_ns, double reading_ns)
{
	double rest = call_ns * calls, most;
	long start, all, switches;

	switches = preemptions();
	start = cpu_ns();
	writer(calls);
	all = cpu_ns() - start;
	switches = preemptions() - switches;
	most = bursts_ns + rest + reading_ns * calls / period +
	       (double)SWITCH_NS * switches;
	if (most > all)
		most = all;
	printf("least_ns=%ld\nmost_ns=%.0f\nrest_ns=%.0f\n", bursts_ns, most,
	       rest);
}

int main(int argc, char **argv)
{
	double call, reading;

	if (argc != 5)
		return 2;
	if (!strcmp(argv[4], "kernel"))
		set_bytes(atof(argv[3]) * 1e3);
	else
		set_steps(atof(argv[3]) * 1e3);
	call = time_call();
	reading = time_reading();
	period = atol(argv[2]);
	measure(atol(argv[1]), call, reading);
	return 0;
}
