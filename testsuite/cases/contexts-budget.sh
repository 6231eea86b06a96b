# SPDX-License-Identifier: MIT
# Forty functions call each other in an order that depends on data: nearly every
# call has a context of its own.  However few are told apart, the calls of each
# edge are what the program counts itself, and the time of all is there.
. "$MEMCALL_LIB"
need python3
python3 - <<'EOT'
N = 40
with open("program.c", "w") as out:
    out.write("""#include <stdio.h>
static unsigned long edges[%d][%d];
static long left = 2700000;
static unsigned state = 1;
static inline unsigned draw(void)
{
	state = state * 1664525u + 1013904223u;
	return state >> 12;
}
""" % (N + 1, N))
    out.writelines("static void f%d(int depth);\n" % i for i in range(N))
    calls = "".join("case %d: edges[FROM][%d]++; f%d(depth + 1); break;\n" %
                    (i, i, i) for i in range(N))
    for i in range(N):
        out.write("static void f%d(int depth)\n{\n"
                  "for (unsigned n = draw() %% 4; n && left > 0 && depth < 60;"
                  " n--) {\nleft--;\nswitch (draw() %% %d) {\n%s}\n}\n}\n" %
                  (i, N, calls.replace("FROM", str(i))))
    out.write("__attribute__((profile)) void work(int depth)\n{\n"
              "while (left > 0) {\nleft--;\nswitch (draw() %% %d) {\n%s}\n}\n}\n"
              % (N, calls.replace("FROM", str(N))))
    out.write("""int main(void)
{
	work(0);
	for (int i = 0; i <= %d; i++)
		for (int k = 0; k < %d; k++)
			if (edges[i][k])
				printf("%%d f%%d %%lu\\n", i, k, edges[i][k]);
	return 0;
}
""" % (N, N))
EOT
compile -O2 program.c
for options in contexts=0 contexts=1000 contexts=0:time=all contexts=70000; do
	contexts=${options#contexts=}
	contexts=${contexts%%:*}
	MEMCALL_OUT=out.memcall MEMCALL_OPTIONS=$options run ./program
	expect_status 0
	[ ! -s err ] || fail "$(cat err)"
	sed 's/^40 /work /; s/^\([0-9]\)/f\1/' out | sort >expected
	"$memcall" dump out.memcall >dump
	sed -n 's/^edge "\(work\|f[0-9]*\)" -> "\(f[0-9]*\)" calls=\([0-9]*\) .*/\1 \2 \3/p' \
		dump | sort >edges
	cmp -s edges expected || fail "$options: the calls of edges are wrong"
	expect_edge out.memcall "(root)" work 1
	expect_line dump "^profile .* lost=0 folded=0 .* contexts=$contexts pooled=[1-9]"
	grep -q '"(other)"' dump && fail "$options: there is (other)"
	# Nodes are of 320 bytes and 24 for each of 40 callees: contexts, and
	# twice 1700 edges and functions.
	most=$(((contexts + 2 * 1700) * (320 + 40 * 24) + 2000000))
	[ "$(stat -c %s out.memcall)" -lt $most ] ||
		fail "$options: the profile has $(stat -c %s out.memcall) bytes"
	sed -n 's/^profile .* total_ns=\([0-9]*\) .*/total \1/p
		s/^function .* total_ns=\([0-9]*\) self_ns=\([0-9]*\) .*/self \2 \1/p' \
		dump | awk '$1 == "total" { total = $2 }
		$1 == "self" { self += $2; if ($3 > most) most = $3 }
		END { exit !(total > 0 && self > total * 0.98 &&
			     self < total * 1.02 && most <= total) }' ||
		fail "$options: the times do not add up: $(grep ^profile dump)"
done
# Nothing grows with the number of ways to a function, but what is drawn.
for format in folded speedscope.json callgrind json dot html; do
	timeout 60 "$memcall" convert out.memcall -o "out.$format" 2>err ||
		fail "$format: $(cat err)"
	[ "$(stat -c %s "out.$format")" -lt 30000000 ] ||
		fail "out.$format has $(stat -c %s "out.$format") bytes"
done
grep -q '"pooled": *[1-9]' out.json || fail "no pooled in JSON"
grep -q 'pooled=[1-9]' out.dot || fail "no pooled in DOT"
grep -q 'beyond 70,000 contexts' out.dot || fail "no word of it in the legend"
"$memcall" report out.memcall | head -n 1 >first
expect_line first '.* calls beyond 70,000 contexts'
# Edges have what they lead to, although stacks do not tell.
sed -n '/^fn=(0)/,/^$/p' out.callgrind | sed -n '/^calls=1 /{n;p;}' | head -n 1 |
	awk '{ cost = $2 } END { exit !(cost > 0) }' || fail "work costs nothing"
