# SPDX-License-Identifier: MIT
# memcall report: sorted tables, the tree, callers and callees; plain in a pipe,
# with bars and colours on a terminal.
. "$MEMCALL_LIB"
cat >program.c <<'END'
static volatile int sum;
/* Long enough not to be lost beside what else the processor does. */
static void leaf(void) { for (int i = 0; i < 100000; i++) sum++; }
static void down(int n)
{
	leaf();
	if (n)
		down(n - 1);
}
static void other(void) { leaf(); }
__attribute__((profile)) void work(void)
{
	down(3);
	for (int i = 0; i < 10; i++)
		other();
}
int main(void)
{
	work();
	return 0;
}
END
compile program.c
MEMCALL_OUT=out.memcall run ./program

report() {
	run "$memcall" report out.memcall "$@"
	expect_status 0
	expect_silence
}
names_of() {
	sed -n '/function$/,/^$/{ /function$/d; s/.* //; p; }' "$1"
}
report
expect_line out 'program: .* in 1 marked function, 1 thread'
expect_line out '.* 14 .* leaf'
expect_line out '.* work \*'
expect_line out ' *[0-9.]+ % .* 3x down \(recursive\)'
LC_ALL=C grep -q '[^ -~]' out && fail "signs in a pipe: $(cat out)"
report --sort=calls
[ "$(names_of out | head -3 | tr '\n' ' ')" = 'leaf other down ' ] ||
	fail "not sorted by calls: $(cat out)"
report --sort=calls --rows=1
expect_line out 'and 3 more: --rows=N shows them'
expect_no_line out '.* 4 .* down'
report --tree
expect_line out ' *[0-9.]+ % .* 1x work'
expect_no_line out '.*function$'

report --callers=leaf
expect_line out 'callers of leaf'
expect_line out '.* 10 .* other'
expect_line out '.* 4 .* down'
expect_no_line out '.* work'
report --callees=work --callers=down
expect_line out 'callees of work'
expect_line out '.* 10 .* other'
expect_line out 'callers of down'
expect_line out '.* 3 .* down \(recursive\)'
expect_line out '.* 1 .* work'
report --callers=work --callees='le*f'
expect_line out '.* 1 .* \(called from outside\)'
expect_line out 'none'

if command -v script >/dev/null; then
	show() { # COLUMNS [OPTION]
		TERM=xterm script -qec "stty cols $1; \"$memcall\" report \
			out.memcall ${2-}" /dev/null </dev/null >terminal
	}
	show 160
	grep -q "$(printf '\033\\[1;31m')" terminal || fail "no colours"
	grep -q '█' terminal || fail "no bars"
	NO_COLOR=1 show 160
	grep -q "$(printf '\033')" terminal && fail "colours in spite of NO_COLOR"
	NO_COLOR=1 show 60
	grep -q '█' terminal && fail "bars without room for them"
	grep -q '^no room for: .*rss self.*--width=[0-9]* or a pipe' terminal ||
		fail "columns are gone without a word: $(cat terminal)"
	awk '!/^no room/ && length($0) > 61 { exit 1 }' terminal ||
		fail "too wide: $(cat terminal)"
	NO_COLOR=1 show 60 --width=200
	grep -q '█' terminal || fail "--width is not heeded: $(cat terminal)"
	grep -q '^no room' terminal && fail "there is: $(cat terminal)"
	COLUMNS=200 NO_COLOR=1 show 60
	grep -q '█' terminal || fail "COLUMNS is not heeded: $(cat terminal)"
	# What the rows are in the order of is shown.
	for by in rss peak; do
		NO_COLOR=1 show 70 --sort=$by
		grep -q "\\<$by\\> .*function" terminal ||
			fail "no $by: $(cat terminal)"
	done
fi

# The tree goes by the number that is asked for, shows memory, and says what it
# leaves out.
cat >program.c <<'END'
#include <stdlib.h>
#include <string.h>
static char *volatile kept;
static volatile long sum;
static void spin(void)
{
	for (long i = 0; i < 300000000; i++)
		sum = i;
}
static void grab(void)
{
	kept = malloc(200000);
	memset(kept, 1, 200000);
}
static void hold(void) { grab(); }
static void give(void)
{
	char *volatile block = malloc(40 << 20);

	memset(block, 1, 40 << 20);
	free(block);
}
static void one(void) { sum++; }
static void two(void) { sum++; }
__attribute__((profile)) void work(void)
{
	spin();
	hold();
	one();
	two();
}
__attribute__((profile)) void other(void) { give(); }
int main(int argc, char **argv)
{
	work();
	if (argc > 1)
		other();
	return argv[0] == NULL;
}
END
compile program.c
MEMCALL_OUT=out.memcall run ./program
report --tree
expect_line out ' *total% +total +rss +calls'
expect_line out ' *[0-9.]+ % .* 1x spin'
expect_line out ' +\.\.\. 3 more callees, <?[0-9.]+ % of the time, \+[0-9.]+ kB'
expect_no_line out '.* grab'
for by in rss peak; do
	report --tree --sort=$by
	expect_line out ".*total% +total +$by +calls"
	expect_line out '.* \+[0-9.]+ kB +1x hold'
	expect_line out '.* \+[0-9.]+ kB +1x grab'
	expect_line out ' +\.\.\. 3 more callees, [0-9.]+ % of the time'
	expect_no_line out '.* spin'
done
MEMCALL_OPTIONS=mem=off MEMCALL_OUT=out.memcall run ./program
report --tree
expect_line out ' *total% +total +calls'
expect_line out ' +\.\.\. 3 more callees, <?[0-9.]+ % of the time'
# Memory that is given back is nobody's in the end, and is shown all the same.
MEMCALL_OUT=out.memcall run ./program other
report --tree --sort=peak
expect_line out '.* \+4[12].[0-9] MB +1x give'
# On a narrow terminal memory is worth more than shares and extremes.
if command -v script >/dev/null; then
	NO_COLOR=1 show 80
	grep -q ' rss  *peak  *function' terminal ||
		fail "no memory at 80 columns: $(cat terminal)"
	grep -q '^no room for: .*min' terminal || fail "$(cat terminal)"
	awk '!/^no room/ && length($0) > 90 { exit 1 }' terminal ||
		fail "too wide: $(cat terminal)"
	TERM=xterm script -qec "stty cols 80; \"$memcall\" top out.memcall" \
		/dev/null </dev/null >terminal
	grep -q 'calls/s  *RSS  *peak  function (calls: 106 columns)' \
		terminal || fail "no memory in top: $(cat terminal)"
fi
# Few calls lead to many.
cat >program.c <<'END'
static volatile int sum;
/* Long enough not to be lost beside what else the processor does. */
static void leaf(void) { for (int i = 0; i < 100000; i++) sum++; }
static void middle(void)
{
	for (int i = 0; i < 1000; i++)
		leaf();
}
__attribute__((profile)) void work(void) { middle(); }
int main(void)
{
	work();
	return 0;
}
END
compile program.c
MEMCALL_OPTIONS=time=off:mem=off MEMCALL_OUT=out.memcall run ./program
report --tree
expect_line out ' +1,000x leaf'

refuse() {
	run "$memcall" report "$@"
	expect_status "$status_wanted"
	expect_lines err 1
}
status_wanted=2
refuse out.memcall --sort=speed
refuse out.memcall --rows=0
refuse out.memcall --width=0
refuse
status_wanted=1
refuse out.memcall --callers=nobody
refuse missing.memcall
