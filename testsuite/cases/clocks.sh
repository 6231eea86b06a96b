# SPDX-License-Identifier: MIT
# What the processor did for a function, and what it waited for, is what the
# program's own clocks say: asleep, waiting for a lock and for a pipe, and beside
# another thread on the same processor; the last one preempts, too.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* The program's own clocks, of each function.  A thread is often preempted when it
   comes back from a system call, as to read the CPU clock; so that stands
   outside. */
static struct clocks {
	const char *name;
	double cpu, wall;
} sums[8];

__attribute__((no_instrument_function)) static double now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

#define MEASURED(number, call) \
	do { \
		double cpu = now(CLOCK_THREAD_CPUTIME_ID); \
		double wall = now(CLOCK_MONOTONIC); \
\
		call(); \
		sums[number].name = #call; \
		sums[number].wall += now(CLOCK_MONOTONIC) - wall; \
		sums[number].cpu += now(CLOCK_THREAD_CPUTIME_ID) - cpu; \
	} while (0)

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int ends[2];
static volatile int is_over;
static volatile long sink;

static void *hold(void *argument)
{
	pthread_mutex_lock(&mutex);
	if (write(ends[1], "h", 1) != 1)
		return NULL;
	usleep(50000);
	pthread_mutex_unlock(&mutex);
	usleep(50000);
	return write(ends[1], "p", 1) == 1 ? argument : NULL;
}

static void *compete(void *argument)
{
	while (!is_over)
		sink++;
	return argument;
}

static void burn(void)
{
	for (long i = 0; i < 60000000; i++)
		sink += i;
}

static void nap(void)
{
	usleep(3000);
}

static void take_lock(void)
{
	pthread_mutex_lock(&mutex);
	pthread_mutex_unlock(&mutex);
}

static void read_pipe(void)
{
	char byte;

	if (read(ends[0], &byte, 1) != 1)
		is_over = 2;
}

static void step(void)
{
	sink++;
}

/* Calls that are mostly not timed. */
static void hurry(void)
{
	for (long i = 0; i < 20000000; i++)
		step();
}

static void starve(void)
{
	for (long i = 0; i < 60000000; i++)
		sink += i;
}

__attribute__((profile)) static void work(void)
{
	pthread_t holder, rival;
	cpu_set_t one;
	char byte;

	MEASURED(0, burn);
	for (int i = 0; i < 20; i++)
		MEASURED(1, nap);
	pthread_create(&holder, NULL, hold, NULL);
	if (read(ends[0], &byte, 1) != 1)
		return;
	MEASURED(2, take_lock);
	MEASURED(3, read_pipe);
	pthread_join(holder, NULL);
	MEASURED(4, hurry);
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	sched_setaffinity(0, sizeof(one), &one);
	pthread_create(&rival, NULL, compete, NULL);
	MEASURED(5, starve);
	is_over = 1;
	pthread_join(rival, NULL);
}

int main(int argc, char **argv)
{
	FILE *truth;

	if (pipe(ends))
		return 1;
	work();
	truth = fopen(argc > 1 ? argv[1] : "truth", "w");
	for (int i = 0; i < 6; i++)
		fprintf(truth, "%s %.0f %.0f\n", sums[i].name, sums[i].cpu,
			sums[i].wall);
	return fclose(truth);
}
END
compile program.c -pthread
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
case $($memcall dump out.memcall | head -n 1) in
*+switches*) ;;
*) skip "the kernel tells of no switches here" ;;
esac

# check: cpu_ns and wait_ns are within 1 % of the wall-clock time, and 300 us, and
# 100 us a call, for the recorder's own work, which the program's clocks see.  A
# thread that competes may be preempted between its clocks and the call, for some
# milliseconds.  For calls without number only wait_ns is compared: what recording
# costs them is taken out of their CPU time.
check()
{
	check_python <<'END'
import dumped
dump = dumped.read("out.memcall")
wrong = []
for line in open("truth"):
    name, cpu, wall = line.split()
    cpu, wall = float(cpu), float(wall)
    function = dump.functions[name]
    bound = wall / 100 + 300e3 + 100e3 * function["calls"]
    if name in ("burn", "hurry", "starve"):
        bound += 8e6
    for key, truth in ("cpu_ns", cpu), ("wait_ns", wall - cpu), \
            ("total_ns", wall):
        if name == "hurry" and key != "wait_ns":
            continue
        if abs(function[key] - truth) > bound:
            wrong.append(f"{name} {key} {function[key]}, not {truth:.0f}")
starve = dump.functions["starve"]
if starve["preempted_ns"] < starve["wait_ns"] * 0.9:
    wrong.append("starve waits for something")
nap = dump.functions["nap"]
if nap["preempted_ns"] > nap["wait_ns"] * 0.1 + 1e6:
    wrong.append("nap is preempted")
if nap["min_ns"] < 3000000:
    wrong.append("the shortest nap is %d ns" % nap["min_ns"])
raise SystemExit("\n".join(wrong) or 0)
END
}

# One of three runs will do: the program's clocks are not read at the same instant
# as the recorder's, and slices may be long.
hold_once

# The same beside busy loops.
start_loops
hold_once
