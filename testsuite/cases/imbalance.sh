# SPDX-License-Identifier: MIT
# Pictures show how unevenly ranks share what they do: a line in boxes, numbers in
# tooltips, a colour.
. "$MEMCALL_LIB"
need python3
cat >program.c <<'END'
#include <stdlib.h>

static volatile int sink;

__attribute__((noinline)) void leaf(void)
{
	sink++;
}

__attribute__((noinline)) void even(void)
{
	sink++;
}

__attribute__((profile)) void work(int n)
{
	for (int i = 0; i < 100; i++)
		even();
	for (int i = 0; i < n; i++)
		leaf();
}

int main(int argc, char **argv)
{
	work(argc > 1 ? atoi(argv[1]) : 0);
	return 0;
}
END
compile program.c
rank=0
for calls in 10 20 30 100; do
	OMPI_COMM_WORLD_RANK=$rank MEMCALL_OPTIONS=time=off \
		MEMCALL_OUT=rank$rank.memcall run ./program $calls
	expect_silence
	rank=$((rank + 1))
done

for colour in time imbalance; do
	run "$memcall" convert --color=$colour rank?.memcall -o $colour.dot
	expect_status 0
	expect_silence
done
check_python <<'END'
import re

def boxes(path):
    """{name: attributes} of the boxes of a DOT file."""
    text = open(path).read().replace("\\\n", "")
    found = {}
    for body in re.findall(r"^\tn\d+\s*\[(.*?)^\t?\];|^\tn\d+\s*\[(.*?)\];",
                           text, re.M | re.S):
        body = "".join(body)
        name = re.search(r"<b>(\w+)</b>", body)
        if name:
            found[name[1]] = body
    return found

plain, coloured = boxes("time.dot"), boxes("imbalance.dot")
assert set(plain) == set(coloured) == {"work", "even", "leaf"}, plain
for found in plain, coloured:
    assert "imbalance 2.50 \u00b7 rank 3" in found["leaf"], found["leaf"]
    assert "calls by rank: 10 to 100, mean 40, imbalance 2.50, " \
           "most in rank 3" in found["leaf"], found["leaf"]
    assert "imbalance" not in found["even"] + found["work"], found
assert "fillcolor" not in coloured["even"] + coloured["work"], coloured
assert "fillcolor" in coloured["leaf"], coloured
END
grep -q 'lost by imbalance' imbalance.dot || fail "no legend of imbalance"
grep -q '<b>imbalance</b>' time.dot || fail "no legend of the boxes' lines"

# One profile has nothing to compare, and a tree does not say.
for arguments in rank1.memcall "--view=tree rank0.memcall rank1.memcall"; do
	run "$memcall" convert --color=imbalance $arguments -o one.dot
	expect_status 0
	expect_message '--color=imbalance compares ranks or processes'
done
! grep -q imbalance one.dot || fail "imbalance of a tree: $(cat one.dot)"

# The page, which has the numbers, begins with its usual colour.
run "$memcall" convert --color=imbalance rank?.memcall -o page.html
expect_status 0
expect_silence
