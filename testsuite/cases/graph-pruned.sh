# SPDX-License-Identifier: MIT
# A graph of more than 80 nodes is pruned, unless asked not to be.
. "$MEMCALL_LIB"
need gvpr
{
	echo '#include <stdio.h>'
	for i in $(seq 300); do
		echo "static int f$i(int n) { return n + $i; }"
	done
	echo '__attribute__((profile)) int work(int n) {'
	for i in $(seq 300); do
		echo "	n = f$i(n);"
	done
	echo '	return n; }'
	printf '%s\n' 'int main(void) { printf("%d\n", work(1)); return 0; }'
} >many.c
compile many.c
nodes()
{
	gvpr 'N[calls!=""]{print(name)}' "$1" | wc -l
}
MEMCALL_OUT=pruned.dot run ./program
expect_silence
[ "$(nodes pruned.dot)" -le 80 ] || fail "not pruned: $(nodes pruned.dot)"
MEMCALL_OUT=all.dot MEMCALL_OPTIONS=prune=off run ./program
expect_silence
[ "$(nodes all.dot)" -eq 301 ] || fail "pruned: $(nodes all.dot)"
MEMCALL_OUT=out.memcall run ./program
run "$memcall" convert --no-prune out.memcall -o converted.dot
expect_status 0
[ "$(nodes converted.dot)" -eq 301 ] || fail "pruned: $(nodes converted.dot)"
"$memcall" dump out.memcall >dump
[ "$(grep -c '^function' dump)" -eq 301 ] || fail "the dump is pruned"
