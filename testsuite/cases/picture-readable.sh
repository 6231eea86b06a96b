# SPDX-License-Identifier: MIT
# A picture shows what can be read on a screen, and says what else there is: the
# costliest functions; no arrows of no weight; of what many call, one arrow and
# rows in the boxes of the callers.  Files for scripts have all of it.
. "$MEMCALL_LIB"
unsanitized any "memory is what a sanitizer's allocator makes of it"
need gvpr
{
	echo '#include <stdlib.h>'
	echo 'static volatile long sum;'
	echo '#define N __attribute__((noinline))'
	echo 'N static void spin(int n) {'
	echo '	for (int i = 0; i < n; i++) sum += i; }'
	echo 'N static void note(int n) { sum += n; }'
	for i in $(seq 20); do
		echo "N static void f$i(int n) { note(n); spin(n); spin(n); }"
	done
	echo '__attribute__((profile)) void work(int n) {'
	for i in $(seq 20); do
		echo "	f$i(n);"
	done
	echo '}'
	echo 'int main(void) { work(100000); return 0; }'
} >hubs.c
compile hubs.c
MEMCALL_OPTIONS=time=all MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
draw() {
	run "$memcall" convert out.memcall -o "$@"
	expect_status 0
	expect_silence
}
edges() {
	gvpr 'E[1]{print(head.name)}' "$1" | wc -l
}
arrows() {
	grep -c 'class="edge"' "$1"
}
# work, 20 that it calls, and from each of them two arrows
draw graph.dot
[ "$(edges graph.dot)" -eq 61 ] || fail "$(edges graph.dot) edges"
draw graph.svg
[ "$(arrows graph.svg)" -eq 23 ] || fail "$(arrows graph.svg) arrows"
[ "$(grep -c 'called by 20 functions</text>' graph.svg)" -eq 2 ] ||
	fail "the callers are not counted"
[ "$(grep -c '>spin</text>' graph.svg)" -eq 20 ] || fail "rows of spin"
[ "$(grep -c '>note</text>' graph.svg)" -eq 1 ] || fail "rows of no weight"
grep -q 'f20 2' graph.svg || fail "the tooltip names no callers"
grep -q 'without calls of less than 0.1' graph.svg || fail "nothing is said"
grep -q 'prune=off, or memcall convert' graph.svg || fail "no way to see it"
draw all.svg --no-prune
[ "$(arrows all.svg)" -eq 23 ] || fail "$(arrows all.svg) arrows of all"
[ "$(grep -c '>note</text>' all.svg)" -eq 20 ] || fail "a row is missing"

# Up to 30 functions, unless more are asked for; a file for scripts up to 80.
{
	echo 'static volatile long sum;'
	for i in $(seq 40); do
		echo "__attribute__((noinline)) static void f$i(int n) {"
		echo '	for (int i = 0; i < n; i++) sum += i; }'
	done
	echo '__attribute__((profile)) void work(int n) {'
	for i in $(seq 40); do
		echo "	f$i(n);"
	done
	echo '}'
	echo 'int main(void) { work(20000); return 0; }'
} >many.c
compile many.c
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
boxes() {
	draw "$@"
	grep -c 'class="node"' "$1"
}
[ "$(boxes graph.svg)" -eq 31 ] || fail "not 30 functions and the start"
grep -q '30 of 41 functions' graph.svg || fail "the legend does not say it"
[ "$(boxes graph.svg --nodes=41 --min=0)" -eq 42 ] || fail "--nodes"
[ "$(boxes graph.svg --no-prune)" -eq 42 ] || fail "--no-prune"
draw graph.dot
[ "$(gvpr 'N[calls!=""]{print(name)}' graph.dot | wc -l)" -eq 41 ] ||
	fail "the graph for scripts is pruned"

# Frames of files have names as short as they can be told apart by.
mkdir -p deep/one deep/two
echo 'int one(int n) { return n + 1; }' >deep/one/same.c
echo 'int two(int n) { return n + 2; }' >deep/two/same.c
cat >main.c <<'END2'
int one(int n), two(int n);
__attribute__((profile)) int work(int n) { return one(n) + two(n); }
int main(void) { return work(0) != 3; }
END2
compile main.c "$PWD/deep/one/same.c" "$PWD/deep/two/same.c"
MEMCALL_OUT=out.memcall run ./program
expect_status 0
draw graph.dot --group=file
gvpr -a x 'BEG_G { graph_t g; for (g = fstsubg($G); g; g = nxtsubg(g))
	print(g.label) }' graph.dot | sort | xargs >labels
expect_text labels <<END2
main.c one/same.c two/same.c
END2
