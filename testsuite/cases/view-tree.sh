# SPDX-License-Identifier: MIT
# convert --view=tree draws a box for each calling context: recursion leads back
# to the context it began in, threads hang where they were started, and the sums
# over a function's contexts are the function's.
. "$MEMCALL_LIB"
need gvpr python3
cat >program.cc <<'END'
#include <cstdio>
#include <thread>
static int leaf(int n) { return n + 1; }
static int down(int n) { return n ? down(n - 1) + 1 : leaf(n); }
static int left(int n) { return leaf(n) + down(2); }
static int right(int n) { return leaf(n) + leaf(n); }
static void start() { leaf(1); }
__attribute__((profile)) int work()
{
	std::thread one(start), other(start);

	one.join();
	other.join();
	return left(1) + right(1) + down(3);
}
int main() { std::printf("%d\n", work()); }
END
compile program.cc -pthread
MEMCALL_OUT=out.memcall MEMCALL_OPTIONS=time=all run ./program
expect_status 0
"$memcall" convert out.memcall -o tree.dot --view=tree
"$memcall" convert out.memcall -o again.dot --view=tree
cmp tree.dot again.dot || fail "two conversions differ"
check_python <<'END'
import collections, dumped, subprocess

def ask(program):
    out = subprocess.run(["gvpr", program, "tree.dot"], check=True,
                         stdout=subprocess.PIPE).stdout.decode()
    return [line.split("|") for line in out.splitlines()]

boxes = {row[0]: row for row in ask(
    'N [kind != "root"] { print($.name, "|", $.function, "|", $.calls, "|",'
    ' $.self_ns, "|", $.rss_self_bytes) }')}
edges = ask('E { print($.tail.name, "|", $.head.name, "|", $.calls, "|",'
            ' $.kind) }')

# Who is above whom: one way to each box; the others lead back up.
below = collections.defaultdict(list)
for tail, head, calls, kind in edges:
    below[tail].append(head)
above, waiting = {}, ["root"]
while waiting:
    box = waiting.pop()
    for head in below[box]:
        up = box
        while up != "root" and up != head:
            up = above[up]
        if up == "root":
            assert head not in above, "two ways to " + boxes[head][1]
            above[head] = box
            waiting.append(head)
assert set(above) == set(boxes), "not all are reached"

def path(box):
    return (path(above[box]) + " " if above[box] != "root" else "") + \
        boxes[box][1]

paths = collections.Counter()
for box in boxes:
    paths[path(box)] += int(boxes[box][2])
assert paths["work left leaf"] == 1, paths
assert paths["work right leaf"] == 2, paths
assert paths["work start leaf"] == 2, paths
assert paths["work start"] == 2, paths
assert any(kind == "thread" for tail, head, calls, kind in edges), edges

# The sums are the graph's.
dump = dumped.read("out.memcall")
for place, key in ((2, "calls"), (3, "self_ns"), (4, "rss_self_bytes")):
    sums = collections.Counter()
    for row in boxes.values():
        sums[row[1]] += int(row[place] or 0)
    sums = {name: value for name, value in sums.items() if value}
    expected = dump.sums(key)
    assert set(sums) == set(expected), (sums, expected)
    for name in sums:
        # nanoseconds are rounded for each context
        slack = len(boxes) if key == "self_ns" else 0
        assert abs(sums[name] - expected[name]) <= slack, (key, name)
END
"$memcall" convert out.memcall -o few.dot --view=tree --nodes=3 --min=0
expect_line few.dot '.*<b>3 of [0-9]+ calling contexts</b>'
# How deep a recursion went is a lower bound where calls were not timed.
"$memcall" convert out.memcall -o graph.dot
expect_line graph.dot '.*depth 4"'
MEMCALL_OUT=off.dot MEMCALL_OPTIONS=time=off run ./program
expect_line off.dot '.*depth ≥ [0-9]+"'

"$memcall" convert out.memcall out.memcall -o twice.dot --view=tree
gvpr 'N [function == "right"] { print($.calls) }' twice.dot >calls
printf '2\n' | cmp - calls || fail "right in two runs: $(cat calls)"
"$memcall" convert out.memcall -o tree.svg --view=tree --group=file
expect_file tree.svg

refuse() {
	run "$memcall" "$@"
	expect_status 2
	expect_message "$message"
}
message='--view takes graph or tree'
refuse convert out.memcall -o graph.dot --view=list
message='graph.json is no picture of a graph'
refuse convert out.memcall -o graph.json --view=tree
refuse convert out.memcall -o graph.json --focus=work
message='a page shows the tree as a flame graph'
refuse convert out.memcall -o graph.html --view=tree
message='differences have no --view=tree'
refuse diff out.memcall out.memcall -o graph.dot --view=tree
message='options of the graph want -o OUT'
refuse diff out.memcall out.memcall --depth=1
