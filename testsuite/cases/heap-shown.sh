# SPDX-License-Identifier: MIT
# What is allocated is in every output: boxes, colours, tables, stacks, leaks,
# pprof and callgrind by their own names, JSON, differences, and top.
. "$MEMCALL_LIB"
unsanitized any "its allocator has blocks of its own"
need python3 protoc gunzip
cat >program.c <<'END'
#include <stdlib.h>
#include <unistd.h>
static void *volatile kept[1000], *volatile block;
static void first(void) { for (int i = 0; i < 1000; i++) kept[i] = malloc(48); }
static void churn(void)
{
	for (int i = 0; i < 5000; i++) {
		block = malloc(32);
		free(block);
	}
}
static void drop(void) { for (int i = 0; i < 1000; i++) free(kept[i]); }
static void leak(int n) { for (int i = 0; i < n; i++) kept[i] = malloc(40); }
static void deeper(int n) { leak(n); }
__attribute__((profile)) void work(int n)
{
	first();
	churn();
	drop();
	leak(n);
	deeper(n / 2);
	while (!access("wait", F_OK))
		usleep(10000);
}
int main(int argc, char **argv)
{
	(void)argv;
	work(100 * (argc - 1));
	return 0;
}
END
compile program.c
export MEMCALL_OPTIONS=mem=heap
MEMCALL_OUT=out.memcall run ./program 1
expect_status 0
MEMCALL_OUT=more.memcall run ./program 1 2 3
expect_status 0
MEMCALL_OUT=none.memcall run ./program
expect_status 0

"$memcall" report --leaks out.memcall >out 2>err
expect_silence
cat <<'END' | expect_text out
program: 6.0 kB in 150 blocks alive, allocated in 2 calling contexts; at most 48.0 kB were

4.0 kB in 100 blocks, of 4.0 kB in 100 blocks allocated here
    leak  program.c:13
    work  program.c:15

2.0 kB in 50 blocks, of 2.0 kB in 50 blocks allocated here
    leak  program.c:13
    deeper  program.c:14
    work  program.c:15

END
"$memcall" report --leaks --rows=1 out.memcall >out 2>err
expect_line out 'and 1 more: --rows=N shows them$'
for sort in allocs heap temp live; do
	"$memcall" report --sort=$sort out.memcall >out 2>err
	expect_silence
	expect_line out '.* allocs self .* live .*function$'
done

# Boxes and colours.
for color in heap live allocs; do
	"$memcall" convert --color=$color out.memcall -o $color.dot
	expect_line $color.dot '.*1,000 allocs.*48.0 kB.*live 0 B.*'
	expect_line $color.dot '.*1,000 frees.*48.0 kB.*'
done
expect_line live.dot '.*memory still alive.*'

# Stacks.
"$memcall" convert --weight=live out.memcall -o out.folded
printf 'work;leak 4000\nwork;deeper;leak 2000\n' | sort >.sorted
sort out.folded | cmp - .sorted || fail "$(cat out.folded)"
"$memcall" convert --weight=heap_peak out.memcall -o out.folded
expect_line out.folded 'work;first 48000$'
run "$memcall" convert --weight=live out.memcall -o out.dot
expect_status 1
expect_line err 'memcall: out.dot is not made of stacks: .*'
"$memcall" convert out.memcall -o out.pb.gz
gunzip -c out.pb.gz |
	protoc --proto_path="$MEMCALL_SOURCE/runtime/report" \
		--decode=perftools.profiles.Profile profile.proto >text
for type in alloc_objects alloc_space inuse_objects inuse_space; do
	expect_line text "string_table: \"$type\"$"
done
"$memcall" convert out.memcall -o out.callgrind
expect_line out.callgrind 'event: live : Bytes still alive$'
"$memcall" convert out.memcall -o out.json
check_python <<'END'
import json
functions = {f["function"]: f for f in json.load(open("out.json"))["functions"]}
assert functions["leak"]["live_bytes"] == 6000
assert functions["deeper"]["live_blocks"] == 50
assert functions["deeper"]["live_self_bytes"] == 0
assert functions["churn"]["temporary"] == 5000
assert functions["work"]["heap_peak_bytes"] == 48032
END

# Differences.
run "$memcall" diff --by=live out.memcall more.memcall
expect_status 0
expect_line out '.*leak.*'
run "$memcall" diff --by=live --fail-over=10 out.memcall more.memcall
expect_status 3
run "$memcall" diff --by=live --fail-over=10 out.memcall out.memcall
expect_status 0
run "$memcall" diff --by=live --fail-over=10 none.memcall out.memcall
expect_status 3

# What was not recorded.
MEMCALL_OPTIONS=mem=full MEMCALL_OUT=full.memcall run ./program 1
run "$memcall" report --leaks full.memcall
expect_status 1
expect_line err 'memcall: the heap was not recorded: record with .*'
run "$memcall" report --sort=live full.memcall
expect_status 0
expect_line err 'memcall: the heap was not recorded, so this goes by time: .*'

# While it runs.
: >wait
MEMCALL_OUT=now.memcall $launch ./program 1 &
program=$!
for i in $(seq 100); do
	"$memcall" dump now.memcall 2>err | grep -q 'function "deeper"' && break
	sleep 0.05
done
sleep 0.2
run "$memcall" top now.memcall --times=1 --sort=live
rm wait
wait $program
expect_status 0
expect_line out '.*RSS +live +function$'
expect_line out '.* 6.0 kB +leak$'
