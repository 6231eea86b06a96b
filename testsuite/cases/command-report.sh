# SPDX-License-Identifier: MIT
# memcall report: sorted tables, the tree, callers and callees; plain in a pipe,
# with bars and colours on a terminal.
. "$MEMCALL_LIB"
cat >program.c <<'END'
static volatile int sum;
static void leaf(void) { sum++; }
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
	awk 'length($0) > 61 { exit 1 }' terminal ||
		fail "too wide: $(cat terminal)"
	# What the rows are in the order of is shown.
	for by in rss peak; do
		NO_COLOR=1 show 70 --sort=$by
		grep -q "\\<$by\\> .*function" terminal ||
			fail "no $by: $(cat terminal)"
	done
fi

refuse() {
	run "$memcall" report "$@"
	expect_status "$status_wanted"
	expect_lines err 1
}
status_wanted=2
refuse out.memcall --sort=speed
refuse out.memcall --rows=0
refuse
status_wanted=1
refuse out.memcall --callers=nobody
refuse missing.memcall
