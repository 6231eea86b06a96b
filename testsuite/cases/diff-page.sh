# SPDX-License-Identifier: MIT
# memcall diff -o x.html: the page has the numbers of both sides, and the stacks
# of each, in which functions are those of the page.  What a browser makes of it:
# make check-html.
. "$MEMCALL_LIB"
need python3
cat >program.c <<'END'
#include <stdlib.h>
static volatile int sum;
static void leaf(void) { sum++; }
static void old(void) { sum += 2; }
static void fresh(void) { leaf(); }
__attribute__((profile)) void work(int n)
{
	for (int i = 0; i < n; i++)
		leaf();
	if (n < 100)
		old();
	else
		fresh();
}
int main(int argc, char **argv)
{
	work(atoi(argv[argc - 1]));
	return 0;
}
END
compile program.c
MEMCALL_OUT=before.memcall run ./program 50
MEMCALL_OUT=after.memcall run ./program 200
MEMCALL_OUT=again.memcall run ./program 400
run "$memcall" diff before.memcall after.memcall -o page.html
expect_status 0
expect_silence
run "$memcall" diff before.memcall -- after.memcall again.memcall -o mean.html
expect_status 0
expect_silence
run "$memcall" diff before.memcall after.memcall --dark -o dark.html
expect_status 0
run "$memcall" diff before.memcall after.memcall -o page.json
expect_status 1
expect_line err 'memcall: page.json is no picture of a graph: draw .*\.html'
check_python <<'END'
import json, re

def read(path):
    text = open(path, encoding="utf-8").read()
    return json.loads(re.search(r'id="data">(.*?)</script>', text, re.S).group(1))

def calls_of(data, stacks):
    """By function, summed over its stacks."""
    sums = {}
    for function, calls in zip(stacks["function"], stacks["calls"]):
        if function >= 0:
            name = data["functions"][function]["function"]
            sums[name] = sums.get(name, 0) + calls
    return sums

def check(path, runs, leaf):
    data = read(path)
    before, after = data["before"], data["after"]
    assert (before["runs"], after["runs"]) == (1, runs)
    changes = data["changes"]["functions"]
    assert len(changes) == len(data["functions"])
    assert len(data["changes"]["edges"]) == len(data["edges"])
    sides = {f["function"]: (c["before"].get("calls"), f.get("calls"))
             for f, c in zip(data["functions"], changes)}
    assert sides == {"work": (1, 1), "leaf": (50, leaf), "old": (1, None),
                     "fresh": (None, 1)}, sides
    assert not any("calls" in change["unsure"] for change in changes) or runs > 1
    assert calls_of(data, before["stacks"]) == {"work": 1, "leaf": 50, "old": 1}
    assert calls_of(data, data["stacks"]) == {
        "work": runs, "leaf": leaf * runs, "fresh": runs}

check("page.html", 1, 201)
check("mean.html", 2, 301)
END
