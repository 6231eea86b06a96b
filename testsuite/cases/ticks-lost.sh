# SPDX-License-Identifier: MIT
# A ring holds the last 256 records.  What is lost of a call that is long, or
# that waits often, is neither left out nor taken for ticks: the CPU time of
# two functions, most calls of which are short and not timed, is what they
# measure themselves.
. "$MEMCALL_LIB"
cat >program.c <<'C'
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <time.h>

static sem_t there, back;
static volatile int is_done;
static volatile unsigned long sink;
static double waits_ns, long_ns;

__attribute__((no_instrument_function)) static double cpu_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

__attribute__((no_instrument_function)) static void *answer(void *argument)
{
	while (!is_done) {
		sem_wait(&there);
		sem_post(&back);
	}
	return argument;
}

__attribute__((noipa)) static void waits(long i)
{
	double start;

	sink += (unsigned long)i;
	if (i % 200000 != 199000)
		return;
	start = cpu_ns();
	for (int n = 0; n < 20000; n++) {
		sem_post(&there);
		sem_wait(&back);
	}
	waits_ns += cpu_ns() - start;
}

__attribute__((noipa)) static void computes(long i)
{
	double start;

	sink += (unsigned long)i;
	if (i % 400000 != 399000)
		return;
	start = cpu_ns();
	while (cpu_ns() - start < 1e9)
		;
	long_ns += cpu_ns() - start;
}

__attribute__((noipa)) static void loop(void)
{
	for (long i = 0; i < 400000; i++) {
		waits(i);
		computes(i);
	}
}

__attribute__((profile)) int main(void)
{
	pthread_t thread;

	sem_init(&there, 0, 0);
	sem_init(&back, 0, 0);
	pthread_create(&thread, NULL, answer, NULL);
	loop();
	is_done = 1;
	sem_post(&there);
	pthread_join(thread, NULL);
	fprintf(stderr, "%.0f %.0f\n", waits_ns, long_ns);
	return 0;
}
C
compile program.c -pthread

hold()
{
	MEMCALL_OPTIONS=$1 MEMCALL_OUT=out.memcall run ./program
	expect_status 0
	check_python <<'END_PYTHON'
import dumped
functions = dumped.read("out.memcall").functions
wrong = []
for name, truth in zip(("waits", "computes"), open("err").read().split()):
    found = functions[name]["cpu_self_ns"]
    error = functions[name].get("cpu_self_error_ns", 0)
    if abs(found - float(truth)) > error + .15 * float(truth):
        wrong.append(f"{name} {found}+-{error}, not {truth}")
raise SystemExit("\n".join(wrong) or 0)
END_PYTHON
}
hold mem=full
hold mem=off
