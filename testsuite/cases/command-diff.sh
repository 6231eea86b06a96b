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
expect_message 'of more than two profiles, -- parts'
refuse before.memcall after.memcall --
expect_message 'no profile stands behind --'
refuse before.memcall -- --rows=3
refuse before.memcall -- after.memcall -- third.memcall
expect_message 'give it once'
refuse before.memcall before.memcall -- after.memcall
expect_message 'before.memcall and before.memcall are the same run'
refuse before.memcall -- after.memcall --speed
refuse before.memcall after.memcall --by=speed
refuse before.memcall after.memcall --fail-over=much
refuse before.memcall after.memcall --rows=0
status_wanted=1
refuse before.memcall missing.memcall
refuse before.memcall after.memcall -o out.memcall

# Several runs: means of counts, which are exact in each run, so that what is
# the same in all runs of a side differs for sure; flags may stand anywhere.
run "$memcall" run -r 3 -o b.memcall -- ./program 50
run "$memcall" run -r 3 -o a.memcall -- ./program 200
run "$memcall" diff b.*.memcall --rows=9 -- a.*.memcall --by=calls
expect_status 0
expect_silence
expect_line out 'program: calls 1 -> 1 \(0.0 %\), means of 3 and 3 runs'
expect_line out ' *\+150 +\+300 % +50 +200 +\+150 +leaf$'
expect_line out ' *\+1 +new +- +1 +\+1 +fresh$'
expect_line out ' *-1 +gone +1 +- +-1 +old$'
# A mean of 50, 50 and 200 is 100; what was 200 each time may be that by chance.
run "$memcall" diff --by=calls b.1.memcall b.2.memcall a.1.memcall \
	-- a.2.memcall a.3.memcall
expect_line out ' *~\+100 +\+- [0-9]+ +\+100 % +100 +200 +\+100 +leaf$'
expect_line out '~ may be chance$'
cp b.1.memcall copy.memcall
run "$memcall" diff b.1.memcall copy.memcall -- a.1.memcall
expect_status 2
expect_message 'b.1.memcall and copy.memcall are the same run'
run "$memcall" diff -- b.1.memcall -- a.1.memcall a.2.memcall
expect_status 0
expect_line out 'program: .* means of 1 and 2 runs'
run "$memcall" diff b.*.memcall -- a.*.memcall -o runs.dot
expect_status 0
expect_line runs.dot '.*means of 3 and 3 runs: '
expect_line runs.dot '.*orange more, blue less'

# What a run has forked is part of that run, unless it is of an earlier one.
cat >forks.c <<'END'
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int sum;
static void leaf(void)
{
	sum++;
}
__attribute__((profile)) int main(void)
{
	leaf();
	if (!fork()) {
		leaf();
		leaf();
		exit(0);
	}
	wait(NULL);
	return 0;
}
END
compile forks.c
for n in 1 2 3 4; do
	MEMCALL_OUT=fork.$n.memcall run ./program
	expect_status 0
done
run "$memcall" diff --by=calls fork.[12].*memcall -- fork.[34].*memcall
expect_status 0
expect_line out 'program: .*, means of 2 and 2 runs'
expect_line out 'nothing has changed'
child=$(ls fork.1.*.memcall)
mv "$child" child
MEMCALL_OUT=fork.1.memcall run ./program
rm fork.1.*.memcall
mv child "$child"
run "$memcall" diff fork.1.*memcall -- fork.2.*memcall
expect_status 1
expect_message 'was there before fork.1.memcall, .*: remove it'

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
