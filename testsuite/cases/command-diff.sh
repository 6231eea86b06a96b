# SPDX-License-Identifier: MIT
# memcall diff: exact changes of calls, new and gone functions, a graph, and an
# exit status for CI.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static int leaf(int n) { return n + 1; }
static int old(int n) { return n; }
static int fresh(int n)
{
	if (n > 1000)
		usleep(20000);
	return n;
}
static int middle(int n)
{
	for (int i = 0; i < n; i++)
		n += leaf(i) & 0;
	return n;
}
__attribute__((profile)) int work(int n)
{
	return middle(n) + (n < 100 ? old(n) : fresh(n));
}
int main(int argc, char **argv)
{
	printf("%d\n", work(atoi(argv[argc - 1])));
	return 0;
}
END
compile program.c
MEMCALL_OUT=before.memcall run ./program 50
MEMCALL_OUT=after.memcall run ./program 200
diff_of() {
	run "$memcall" diff before.memcall after.memcall "$@"
}
diff_of --by=calls
expect_status 0
expect_silence
expect_line out 'program: calls 1 -> 1 \(0.0 %\)'
expect_line out ' *\+150 +\+300 % +50 +200 +\+150 +leaf$'
expect_line out ' *\+1 +new +- +1 +\+1 +fresh$'
expect_line out ' *-1 +gone +1 +- +-1 +old$'
expect_no_line out '.*middle'
diff_of --by=calls --rows=1
expect_line out 'and 2 more: --rows=N shows them'
run "$memcall" diff before.memcall before.memcall
expect_status 0
expect_line out 'nothing has changed'

diff_of -o graph.dot
expect_status 0
expect_silence
if command -v gvpr >/dev/null; then
	gvpr 'N [function == "leaf"] { print($.before_calls, " ", $.calls) }
		E [head.function == "old"]
			{ print($.before_calls, "-", $.calls) }' \
		graph.dot | sort >seen
	expect_text seen <<END
1-
50 200
END
fi
expect_line graph.dot '.*orange more, blue less'
expect_line graph.dot '.*label=" new: 1×'
expect_line graph.dot '.*label=" gone: 1×'

# --fail-over looks at the run as a whole, and at what was marked.
diff_of --by=calls --fail-over=10
expect_status 0
run "$memcall" diff before.memcall after.memcall --by=rss --fail-over=0%
expect_status 0
MEMCALL_OUT=slow.memcall MEMCALL_OPTIONS=time=all run ./program 2000
run "$memcall" diff before.memcall slow.memcall --by=self --fail-over=20
expect_status 3
expect_line err 'memcall: the whole: total_ns was .*, is .* which is more than 20 %'
expect_line err 'memcall: work: total_ns was '
run "$memcall" diff slow.memcall before.memcall --fail-over=20
expect_status 0
expect_silence

refuse() {
	run "$memcall" diff "$@"
	expect_status "$status_wanted"
	expect_lines err 1
}
status_wanted=2
refuse before.memcall
refuse before.memcall after.memcall third.memcall
refuse before.memcall after.memcall --by=speed
refuse before.memcall after.memcall --fail-over=much
refuse before.memcall after.memcall --rows=0
status_wanted=1
refuse before.memcall missing.memcall
refuse before.memcall after.memcall -o out.memcall

# Two programs.
cat >other.c <<'END'
__attribute__((profile)) int play(void) { return 0; }
int main(void) { return play(); }
END
compile other.c
MEMCALL_OUT=other.memcall run ./program
run "$memcall" diff before.memcall other.memcall
expect_status 0
expect_message 'share 0 of 1 functions: give two runs of one program'
