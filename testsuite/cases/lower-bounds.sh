# SPDX-License-Identifier: MIT
# What is only known to be no less is written with a >= wherever people read it,
# and named in `lower_bound` where scripts do, beside the plain number.
. "$MEMCALL_LIB"
need python3
cat >program.c <<'END'
#include <stdlib.h>
#include <string.h>
static char *volatile last;
static int down(int n)
{
	if (n)
		return down(n - 1) + 1;
	last = malloc(40 << 20);
	memset(last, 1, 40 << 20);
	return 0;
}
static int up(int n)
{
	return n ? up(n - 1) + 1 : 0;
}
__attribute__((profile)) int work(int n)
{
	return down(n) + up(n);
}
int main(void) { return work(50) != 100; }
END
compile program.c
MEMCALL_OPTIONS=time=off MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
"$memcall" dump out.memcall >dump
expect_line dump 'function "up" .* depth=[0-9]+ .*estimated=".*depth.*" lower_bound=".*depth"'
expect_no_line dump 'function "work" .*lower_bound=.*depth'
for kind in dot json html svg; do
	run "$memcall" convert out.memcall -o out.$kind
	expect_status 0
	expect_silence
done
expect_line out.dot '.*label=".*depth ≥ [0-9]'
expect_line out.svg '.*depth: ≥ [0-9]'
expect_line out.dot '.*lower_bound="?(rss_peak_bytes )?depth'
expect_line out.svg '.*≥'
expect_line out.svg '.*depth ≥ '
for kind in dot json html svg; do
	expect_no_line out.$kind '.*depth:? ~'
done
expect_line out.html '.*lower_bound'
check_python <<'END'
import json
functions = {f["function"]: f for f in json.load(open("out.json"))["functions"]}
assert "depth" in functions["up"]["lower_bound"], functions["up"]
assert "depth" in functions["up"]["estimated"], functions["up"]
assert isinstance(functions["up"]["depth"], int)
assert "depth" not in functions["work"].get("lower_bound", ()), functions["work"]
END

# The peak, where calls had no frame; a table shows it, in a pipe as ASCII.
if grep -q 'lower_bound="rss_peak_bytes' dump; then
	run "$memcall" report out.memcall
	expect_line out '.* >= \+[0-9.]+ MB +down'
	run "$memcall" top -n1 out.memcall
	expect_line out '.* >= \+[0-9.]+ MB +down'
	expect_line out.svg '.*RSS peak: ≥ \+[0-9.]+ MB'
	run "$memcall" report --callers=down out.memcall
	expect_line out '.* >= \+[0-9.]+ MB'
fi

# Of calls that are all timed it is known.
MEMCALL_OPTIONS=time=all MEMCALL_OUT=all.memcall run ./program
"$memcall" dump all.memcall >dump
expect_line dump 'function "up" .* depth=51 '
expect_no_line dump '.*lower_bound=".*depth'
