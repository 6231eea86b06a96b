# SPDX-License-Identifier: MIT
# memcall top follows a running program, by the name of its graph or profile, and
# ends with it.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <unistd.h>
static volatile int sum;
static void busy(void) { sum = sum + 1; }
__attribute__((profile)) void work(void)
{
	while (access("stop", F_OK))
		for (int i = 0; i < 1000; i++)
			busy();
}
int main(void)
{
	work();
	return 0;
}
END
compile program.c
MEMCALL_OUT=graph.dot $launch ./program &
program=$!
for i in $(seq 100); do
	"$memcall" dump graph.dot.memcall 2>err | grep -q '"busy"' && break
	sleep 0.05
done
run "$memcall" top graph.dot --times=3 --delay=0.2
expect_status 0
expect_silence
[ "$(grep -c '^program: .* recorded, 1 thread, ' out)" -eq 3 ] ||
	fail "not three readings: $(cat out)"
expect_line out 'program: .* calls, [0-9,]+ a second$'
expect_line out ' +[~<]?[0-9.]+ %.* [0-9,]+ +[0-9,]+ .*busy$'
expect_line out ' +now +self +total +calls/s +calls( +RSS +peak)?  function$'

# Until it ends: then the profile has become the graph.
"$memcall" top graph.dot.memcall --delay=0.1 >top.out 2>top.err &
top=$!
sleep 0.3
: >stop
wait $program || fail "the program exits with $?"
wait $top || fail "memcall top exits with $?: $(cat top.err)"
[ ! -s top.err ] || fail "memcall top says: $(cat top.err)"
expect_file graph.dot
expect_line top.out 'program: '

# What has ended is shown once.
MEMCALL_OUT=out.memcall run ./program
run "$memcall" top out.memcall
expect_status 0
[ "$(grep -c '^program: ' out)" -eq 1 ] || fail "not once: $(cat out)"

run "$memcall" top out.memcall --sort=total
expect_status 0
sed -n '/function$/{ n; p; }' out >first
expect_line first '.* work$'

# Without clocks, as older profiles are, it says so, and what to do about it; so
# does the report.  Byte 200 is the header's `gate`.
MEMCALL_OUT=waits.memcall run ./program
printf '\002' | dd of=waits.memcall bs=1 seek=200 conv=notrunc status=none
for by in now cpu; do
	run "$memcall" top waits.memcall --sort=$by
	expect_status 0
	expect_line out 'times include waiting; .*record it anew.*'
	expect_line out ' +now +self +total +calls/s .*'
done
run "$memcall" report waits.memcall --sort=wait
expect_status 0
expect_lines err 1
expect_message 'it is not known which time was on the processor.*record it anew'
expect_line out 'self% .*'
MEMCALL_OPTIONS=time=off MEMCALL_OUT=counts.memcall run ./program
run "$memcall" top counts.memcall
expect_status 0
expect_line out 'program: 1 thread, .* calls'
expect_line out ' +now +calls/s +calls .*'

run "$memcall" top missing.svg
expect_status 1
expect_message 'missing.svg'
run "$memcall" top
expect_status 2
expect_message 'one profile is wanted'
run "$memcall" top out.memcall --sort=speed
expect_status 2
expect_message '--sort takes now, self'
run "$memcall" top out.memcall --delay=0
expect_status 2
expect_message '--delay takes'
