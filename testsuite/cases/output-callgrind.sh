# SPDX-License-Identifier: MIT
# callgrind_annotate reads the callgrind file: own and inclusive costs, calls,
# files and lines are those of the dump, recursion or not.
. "$MEMCALL_LIB"
need python3 callgrind_annotate
write_various
compile program.cc -pthread
MEMCALL_OUT=out.memcall run ./program
expect_status 0
"$memcall" convert out.memcall -o graph.callgrind
"$memcall" convert out.memcall -o again.callgrind
cmp graph.callgrind again.callgrind || fail "two conversions differ"
callgrind_annotate --threshold=100 --auto=no graph.callgrind >own 2>err
expect_silence
callgrind_annotate --threshold=100 --auto=no --inclusive=yes --tree=caller \
	graph.callgrind >inclusive 2>err
expect_silence
callgrind_annotate --threshold=100 graph.callgrind program.cc >lines 2>err
expect_silence
check_python <<'END'
import collections, dumped, re

dump = dumped.read("out.memcall")
plain = lambda name: name.replace("\n", " ")

def rows(path):
    """(costs, sign, name, calls); sign < for a caller."""
    for line in open(path, encoding="utf-8"):
        row = re.match(r"((?: *[\d,]+(?: \( *[\d.]+%\))?){5}) +(?:([<*]) +)?"
                       r"\S*?(?:program\.cc|\?\?\?):(.*?)(?: \((\d+)x\))?"
                       r"(?: \[\])?$", line)
        if row:
            costs = re.sub(r"\(.*?\)|,", "", row[1]).split()
            yield ([int(cost) for cost in costs], row[2], row[3],
                   int(row[4] or 0))

own = {name: costs for costs, _, name, _ in rows("own")}
expected = {plain(name): value
            for name, value in dump.sums("self_ns").items()}
dumped.expect_same("self_ns", {n: c[0] for n, c in own.items()}, expected)

total, calls = {}, collections.Counter()
pending = 0
for costs, sign, name, count in rows("inclusive"):
    if sign == "<":
        pending += count
    elif sign == "*":
        total[name], calls[name] = costs[0], pending
        pending = 0
total.pop("(root)")
# Sums are rounded once each.
dumped.expect_same("total_ns", total,
                   {plain(n): v for n, v in dump.sums("total_ns").items()},
                   len(dump.contexts))
dumped.expect_same("calls", {n: calls[n] for n in total},
                   {plain(n): v for n, v in dump.sums("calls").items()
                    if plain(n) in total})
if "rss_self_bytes" in dump.functions["keep"]:
    dumped.expect_same("rss_self_bytes", {"keep": own["keep"][1]},
                       {"keep": dump.functions["keep"]["rss_self_bytes"]})

# What spin took itself stands at the line where it begins.
cost = "{:,}".format(dump.functions["spin"]["self_ns"])
assert any(line.lstrip().startswith(cost) and "static void spin" in line
           for line in open("lines")), cost
END
