# SPDX-License-Identifier: MIT
# The DOT file has the attributes that the contract names, and not those that
# were not measured; the same profile gives the same bytes.
. "$MEMCALL_LIB"
need gvpr
write_program
compile program.c
MEMCALL_OUT=out.memcall run ./program
"$memcall" convert out.memcall -o graph.dot
"$memcall" convert out.memcall -o again.dot
cmp graph.dot again.dot || fail "two conversions differ"

# missing FILE WHERE OBJECT ATTRIBUTE ...: print the names of those not set
missing()
{
	file=$1 where=$2 object=$3
	shift 3
	for name; do
		found=$(gvpr "$where{print(aget($object, \"$name\"))}" $file \
			2>/dev/null | head -n 1)
		[ -n "$found" ] || printf '%s ' "$name"
	done
}
left=$(missing graph.dot BEG_G '$G' program memcall total_ns threads lost)
[ -z "$left" ] || fail "the graph has no $left"
left=$(missing graph.dot 'N[function=="twice"]' '$' function source \
	calls total_ns self_ns min_ns max_ns depth symbol timed)
[ -z "$left" ] || fail "the node has no $left"
left=$(missing graph.dot 'E[tail.kind!="root"]' '$' calls total_ns min_ns \
	max_ns)
[ -z "$left" ] || fail "the edge has no $left"
left=$(missing graph.dot 'N[kind=="root"]' '$' kind)
[ -z "$left" ] || fail "there is no root"
if [ -r /proc/self/statm ]; then
	left=$(missing graph.dot 'N[function=="twice"]' '$' rss_bytes \
		rss_self_bytes rss_peak_bytes faults)
	[ -z "$left" ] || fail "the node has no $left"
	left=$(missing graph.dot 'N[function=="work"]' '$' pss_bytes uss_bytes)
	[ -z "$left" ] || fail "the root's child has no $left"
	left=$(missing graph.dot 'E[tail.kind=="root"]' '$' rss_bytes \
		rss_peak_bytes pss_bytes uss_bytes)
	[ -z "$left" ] || fail "the root's edge has no $left"
fi
gvpr 'N[function=="work"]{print(marked, " ", calls, " ", source)}' graph.dot \
	>work
line=$(grep -n 'int work(' program.c | cut -d: -f1)
expect_line work "1 1 .*program\.c:$line\$"
gvpr 'BEG_G{print($G.program, " ", $G.lost)}' graph.dot >head
expect_line head 'program 0$'

MEMCALL_OUT=off.dot MEMCALL_OPTIONS=time=off:mem=off run ./program
expect_silence
left=$(missing off.dot 'N[function=="twice"]' '$' calls total_ns self_ns min_ns \
	max_ns rss_bytes rss_peak_bytes pss_bytes uss_bytes faults)
[ "$left" = "total_ns self_ns min_ns max_ns rss_bytes rss_peak_bytes \
pss_bytes uss_bytes faults " ] || fail "not measured, but there: all but $left"
