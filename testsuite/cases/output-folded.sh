# SPDX-License-Identifier: MIT
# Folded stacks: one line each, whose numbers add up to the functions' own time.
. "$MEMCALL_LIB"
need python3
write_various
compile program.cc -pthread
MEMCALL_OUT=out.memcall run ./program
expect_status 0
"$memcall" convert out.memcall -o graph.folded
"$memcall" convert out.memcall -o again.folded
cmp graph.folded again.folded || fail "two conversions differ"
expect_line graph.folded 'work;even;odd;even;spin [0-9]+$'
expect_line graph.folded 'start;even;odd;even;spin [0-9]+$'
"$memcall" convert out.memcall out.memcall -o twice.folded
check_python <<'END'
import collections, dumped

def read(path):
    stacks = {}
    for line in open(path, encoding="utf-8"):
        stack, count = line.rstrip("\n").rsplit(" ", 1)
        assert stack not in stacks, stack
        stacks[stack] = int(count)
        assert int(count) > 0
    return stacks

dump = dumped.read("out.memcall")
stacks = read("graph.folded")
own = collections.Counter()
for stack, count in stacks.items():
    own[stack.split(";")[-1]] += count
expected = {name.replace(";", ":").replace("\n", " "): value
            for name, value in dump.sums("self_ns").items()}
dumped.expect_same("self_ns", own, expected)
assert read("twice.folded") == {s: 2 * n for s, n in stacks.items()}
END
MEMCALL_OUT=off.folded MEMCALL_OPTIONS=time=off run ./program
expect_silence
expect_line off.folded 'work;keep 2$'
