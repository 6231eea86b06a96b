# SPDX-License-Identifier: MIT
# MEMCALL_OPTIONS=record=SIGNAL begins paused, and toggles in all threads;
# flush=SIGNAL writes the graph; memcall flush does so without a signal.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
#define N __attribute__((noinline)) static
static volatile long sum;
static pthread_barrier_t phase;
N void before(void) { sum++; }
N void during(void) { sum++; }
N void after(void) { sum++; }
static void wait_for_phase(void)
{
	pthread_barrier_wait(&phase); /* all are there, */
	pthread_barrier_wait(&phase); /* and the signal has come */
}
__attribute__((profile)) void *work(void *unused)
{
	for (int i = 0; i < 7; i++)
		before();
	wait_for_phase();
	for (int i = 0; i < 30; i++)
		during();
	wait_for_phase();
	for (int i = 0; i < 9; i++)
		after();
	return unused;
}
static void toggle(void)
{
	pthread_barrier_wait(&phase);
	kill(getpid(), SIGUSR1);
	usleep(200000);
	pthread_barrier_wait(&phase);
}
int main(int argc, char **argv)
{
	pthread_t threads[3];

	(void)argv;
	pthread_barrier_init(&phase, NULL, 4);
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, work, NULL);
	toggle();
	toggle();
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	if (argc > 1)
		kill(getpid(), SIGUSR2);
	for (int i = 0; argc > 2 && access("stop", F_OK); i++)
		usleep(10000);
	if (argc > 1)
		rename("graph.dot", "early.dot");
	return 0;
}
END
compile program.c -pthread
for options in record=USR1 record=USR1:time=all record=USR1:time=off:mem=off; do
	MEMCALL_OUT=out.memcall MEMCALL_OPTIONS=$options run ./program
	expect_status 0
	expect_silence
	expect_calls out.memcall work 3
	expect_calls out.memcall during 90
	"$memcall" dump out.memcall >dump
	expect_no_line dump '.*"(before|after)"'
done

need gvpr
calls_of() {
	gvpr "N [function == \"$2\"] { print(\$.calls) }" "$1"
}
MEMCALL_OUT=graph.dot MEMCALL_OPTIONS=record=USR1:flush=USR2 run ./program flush
expect_status 0
expect_silence
for graph in early.dot graph.dot; do
	[ "$(calls_of $graph during)" -eq 90 ] || fail "$graph: $(cat $graph)"
done

# Without a signal, of another process.
rm graph.dot early.dot
MEMCALL_OUT=graph.dot MEMCALL_OPTIONS=record=USR1:flush=USR2 \
	$launch ./program flush wait &
program=$!
for i in $(seq 200); do
	[ -s graph.dot ] && break
	sleep 0.05
done
rm -f graph.dot
run "$memcall" flush $program
expect_status 0
expect_silence
[ "$(calls_of graph.dot during)" -eq 90 ] || fail "$(cat graph.dot)"
run "$memcall" flush $program -o other.json
expect_status 0
expect_file other.json
: >stop
wait $program || fail "the program exits with $?"
expect_file graph.dot early.dot

refuse() {
	run "$memcall" flush "$@"
	expect_message "$message"
}
message='no process 4194304: pgrep'
refuse 4194304
expect_status 1
message='process [0-9]+ has no profile: .* MEMCALL_OUT'
refuse $$
expect_status 1
message='a PID is a number from 1'
refuse me
expect_status 2
message='no PID is given'
refuse
expect_status 2

# Signals that cannot be had.
for options in record=SEGV flush=9 flush=USR1 flush=RTMIN+99; do
	MEMCALL_OUT=out.memcall MEMCALL_OPTIONS=record=USR1:$options \
		run ./program
	expect_status 0
	expect_message 'ignored: USR1\|USR2\|HUP'
done
(trap '' USR2
	MEMCALL_OUT=out.memcall MEMCALL_OPTIONS=record=USR1:flush=USR2 \
		run ./program
	expect_status 0
	expect_message 'flush=USR2 ignored: the program has a use for that') ||
	exit 1
