# SPDX-License-Identifier: MIT
# Handlers that are recorded come at any moment, also while the recorder reads
# the thread's clocks or its ring: no time is more than has passed.
. "$MEMCALL_LIB"
cat >program.c <<'C'
#include <signal.h>
#include <stdio.h>
#include <sys/time.h>
#include <time.h>

static volatile unsigned long sink;

__attribute__((noipa)) static void one(void)
{
	for (int i = 0; i < 50; i++)
		sink++;
}

__attribute__((noipa)) static void other(void)
{
	for (int i = 0; i < 50; i++)
		sink++;
}

__attribute__((noipa)) static void in_handler(void)
{
	sink++;
}

__attribute__((noipa)) static void handle(int number)
{
	(void)number;
	in_handler();
	in_handler();
}

__attribute__((no_instrument_function)) static double wall_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

__attribute__((profile)) int main(void)
{
	const struct itimerval often = {{0, 200}, {0, 200}};
	double start = wall_ns();

	signal(SIGALRM, handle);
	setitimer(ITIMER_REAL, &often, NULL);
	while (wall_ns() - start < 2e9)
		for (int i = 0; i < 10000; i++) {
			one();
			other();
		}
	fprintf(stderr, "%.0f\n", wall_ns() - start);
	return 0;
}
C
compile program.c

# hold OPTIONS: times and ticks are no more than the time that has passed.
hold()
{
	MEMCALL_OPTIONS=$1 MEMCALL_OUT=out.memcall run ./program
	expect_status 0
	check_python <<'END_PYTHON'
import dumped
most = float(open("err").read()) * 1.1 + 5e7
out = dumped.read("out.memcall")
wrong = [f"{name}: {key} {value} of {most:.0f}"
         for name, found in out.functions.items()
         for key, value in found.items()
         if key in ("cpu_ns", "cpu_self_ns", "wait_ns") and value > most]
raise SystemExit("\n".join(wrong) or 0)
END_PYTHON
}
hold mem=full
hold mem=off
hold gate=brk+calls
hold gate=none:mem=off
