# SPDX-License-Identifier: MIT
# Two functions take turns, each for half a millisecond of CPU time, while the
# clock ticks once a millisecond or twice, or every other: not all ticks come in
# the same one of them.
. "$MEMCALL_LIB"
cat >program.c <<'C'
#include <stdio.h>
#include <time.h>

static volatile unsigned long sink;
static double next_ns, took_ns[2];

__attribute__((no_instrument_function)) static double cpu_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* One call in 200 takes its turn; few calls are timed. */
#define TURN(which) \
	double start; \
\
	sink++; \
	if (i % 200) \
		return; \
	start = cpu_ns(); \
	next_ns += 5e5; \
	while (cpu_ns() < next_ns) \
		sink++; \
	took_ns[which] += cpu_ns() - start;

__attribute__((noipa)) static void even(long i)
{
	TURN(0)
}

__attribute__((noipa)) static void odd(long i)
{
	TURN(1)
}

__attribute__((profile)) int main(void)
{
	next_ns = cpu_ns();
	for (long i = 0; i < 200 * 1500; i++) {
		even(i);
		odd(i);
	}
	fprintf(stderr, "%.0f %.0f\n", took_ns[0], took_ns[1]);
	return 0;
}
C
compile program.c

for hz in 500 1000 2000; do
	MEMCALL_OPTIONS=hz=$hz MEMCALL_OUT=out.memcall run ./program
	expect_status 0
	check_python <<'END_PYTHON'
import dumped
functions = dumped.read("out.memcall").functions
wrong = []
for name, truth in zip(("even", "odd"), open("err").read().split()):
    found = functions[name]["cpu_self_ns"]
    error = functions[name].get("cpu_self_error_ns", 0)
    if abs(found - float(truth)) > error + .1 * float(truth):
        wrong.append(f"{name} {found}+-{error}, not {truth}")
raise SystemExit("\n".join(wrong) or 0)
END_PYTHON
done
