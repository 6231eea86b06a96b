# SPDX-License-Identifier: MIT
# Help, version, and wrong usage (status 2), in every subcommand.
. "$MEMCALL_LIB"
run "$memcall" --version
expect_status 0
expect_line out '.*[0-9]+\.[0-9]+'
run "$memcall" --help
expect_status 0
for word in run convert report top diff dump flags build-plugin; do
	expect_line out ".*\b$word\b"
done
cp out help
for word in run convert report top diff dump flags build-plugin; do
	run "$memcall" $word --help
	expect_status 0
	expect_line out ".*$word"
	expect_silence
	run "$memcall" $word --no-such-option
	expect_status 2
	expect_line err 'memcall.*no-such-option'
done
run "$memcall"
expect_status 2
run "$memcall" frobnicate
expect_status 2
expect_line err 'memcall: .*frobnicate'
for word in run convert report top diff dump; do
	run "$memcall" $word
	expect_status 2
done
# What was meant.
mistype() { # MEANT ARGUMENT ...
	meant=$1
	shift
	run "$memcall" "$@"
	expect_status 2
	expect_message "did you mean $meant\? see memcall"
}
mistype report reprot x
mistype convert convret x
mistype dump dmup
mistype diff dif
mistype run rn
mistype report repo
mistype report help raport
mistype --sort report --srot=rss x
mistype --callers report --calers=x x
mistype --no-prune convert --no-prnue x -o y.svg
mistype --focus convert --focsu=x x -o y.svg
mistype --fail-over diff --fail-ovr=3 x y
mistype --help report --hepl
for word in frobnicate x "" reports-of-everything-there-is-to-report; do
	run "$memcall" "$word"
	expect_status 2
	expect_message "there is no command '$word': see memcall --help"
done
run "$memcall" report --everything x
expect_status 2
expect_message 'unknown option --everything: see memcall report --help'
for word in run convert report top diff dump flags build-plugin; do
	run "$memcall" $word --help
	mv out asked
	run "$memcall" help $word
	expect_status 0
	expect_silence
	cmp -s asked out || fail "help $word: $(cat out)"
done
run "$memcall" help
expect_status 0
cmp -s help out || fail "help: $(cat out)"
run "$memcall" --version
mv out asked
run "$memcall" version
expect_status 0
cmp -s asked out || fail "version: $(cat out)"
run "$memcall" flags
expect_status 0
expect_line out '-fplugin='
run "$memcall" flags --cc="$CC"
expect_status 0
expect_line out '-fplugin='
for word in flags build-plugin; do
	run "$memcall" $word --cc=no-such-gcc
	expect_status 1
	expect_message 'no-such-gcc is no GCC that can be run: --cc=gcc-14'
done

# What cannot be read or written: one line, with the remedy.
refuse() {
	message=$1
	shift
	run "$memcall" "$@"
	expect_status 1
	[ "$(wc -l <err)" -eq 1 ] || fail "$(wc -l <err) lines: $(cat err)"
	expect_message "$message"
}
cat >program.c <<'END'
__attribute__((profile)) int work(void) { return 0; }
int main(void) { return work(); }
END
compile program.c
MEMCALL_OUT=out.memcall run ./program
mkdir folder.svg empty
refuse 'No such file or directory: give the .memcall file that a run left' \
	convert nothing -o graph.svg
refuse 'No such file or directory: give the .memcall file' top nothing
refuse 'Is a directory: give the name of a file' \
	convert out.memcall -o folder.svg
refuse 'create the folder first' convert out.memcall -o missing/graph.svg
# A Graphviz without its plugins.
export GVBINDIR=$PWD/empty
refuse '"dot" not recognized): install the package graphviz, or write a .dot' \
	convert out.memcall -o graph.svg
unset GVBINDIR
# A Graphviz that crashes.
cat >crash.c <<'END'
#include <stdlib.h>
int gvLayout(void *context, void *graph, const char *engine)
{
	(void)context, (void)graph, (void)engine;
	abort();
}
END
LD_PRELOAD= $CC -shared -fPIC crash.c -o crash.so
refuse_crash() {
	run env LD_PRELOAD="$preloaded$PWD/crash.so" "$memcall" \
		convert out.memcall -o graph.$1
	expect_status 1
	expect_message 'Graphviz crashed over this graph: draw another part'
	expect_no_file graph.$1
}
refuse_crash svg
refuse_crash html
