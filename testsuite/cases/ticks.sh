# SPDX-License-Identifier: MIT
# Time of calls that are not timed goes to whom it belongs, as the ticks of the
# CPU clock have it: three functions with known shares, and a function that is
# slow once in a thousand calls, in user code and in the kernel.  In an interval
# that is shown is the truth; so it is with a ring, and without one.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static volatile unsigned long sink;
static unsigned long state = 88172645463325252;
static double slow_ns[2];
static int zero;
static char buffer[1 << 16];

__attribute__((no_instrument_function)) static double cpu_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

#define STEPS(count) \
	for (int i = 0; i < (count); i++) { \
		state ^= state << 13; \
		state ^= state >> 7; \
		state ^= state << 17; \
	}

__attribute__((noipa)) static void half(void)
{
	STEPS(100)
}

__attribute__((noipa)) static void third(void)
{
	STEPS(60)
}

__attribute__((noipa)) static void fifth(void)
{
	STEPS(40)
}

__attribute__((noipa)) static void shares(long calls)
{
	for (long i = 0; i < calls; i++) {
		half();
		third();
		fifth();
	}
}

__attribute__((noipa)) static void compute(long i)
{
	double start;

	sink += (unsigned long)i;
	if (i % 1000 != 777)
		return;
	start = cpu_ns();
	STEPS(1000000)
	slow_ns[0] += cpu_ns() - start;
}

__attribute__((noipa)) static void fetch(long i)
{
	double start;

	sink += (unsigned long)i;
	if (i % 1000 != 777)
		return;
	start = cpu_ns();
	for (int n = 0; n < 400; n++)
		if (read(zero, buffer, sizeof(buffer)) < 0)
			abort();
	slow_ns[1] += cpu_ns() - start;
}

__attribute__((noipa)) static void bursts(long calls)
{
	for (long i = 0; i < calls; i++)
		compute(i);
}

__attribute__((noipa)) static void reads(long calls)
{
	for (long i = 0; i < calls; i++)
		fetch(i);
}

__attribute__((profile)) int main(void)
{
	zero = open("/dev/zero", O_RDONLY);
	shares(1000000);
	bursts(150000);
	reads(100000);
	fprintf(stderr, "%.0f %.0f\n", slow_ns[0], slow_ns[1]);
	return 0;
}
END
compile program.c

# check: the truth is in the intervals, and these are narrow enough to tell who
# is slow.
check()
{
	check_python <<'END'
import dumped
functions = dumped.read("out.memcall").functions
wrong = []
def expect(name, key, truth, slack):
    found = functions[name]
    error = found.get(key.replace("_ns", "_error_ns"), 0)
    if abs(found[key] - truth) > error + slack:
        wrong.append(f"{name} {key} {found[key]}+-{error}, not {truth:.0f}")
    return error
whole = sum(functions[name]["cpu_self_ns"] for name in ("half", "third", "fifth"))
for name, share in ("half", .5), ("third", .3), ("fifth", .2):
    expect(name, "cpu_self_ns", share * whole, .02 * whole)
for name, caller, truth in zip(("compute", "fetch"), ("bursts", "reads"),
                               open("err").read().split()):
    truth = float(truth)
    error = expect(name, "cpu_ns", truth, .05 * truth)
    if error > .5 * truth:
        wrong.append(f"{name} +-{error} of {truth:.0f}")
    if functions[name]["cpu_self_ns"] < functions[caller]["cpu_self_ns"]:
        wrong.append(f"{caller} seems to be slower than {name}")
raise SystemExit("\n".join(wrong) or 0)
END
}

# One of three runs will do: of 20 intervals one may miss the truth.
hold_once mem=full
hold_once mem=off
hold_once gate=brk+calls
hold_once gate=none:mem=off

# The same beside busy loops.
start_loops
hold_once mem=full
hold_once gate=brk+calls
