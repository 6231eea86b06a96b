# SPDX-License-Identifier: MIT
# Functions that the linker is to keep are kept, copied or not, in whatever order
# their attributes are written.

. "$MEMCALL_LIB"

cat >unit.c <<'END'
#define A __attribute__
A((noinline, used, retain)) int one(int n) { return n + 1; }
A((retain, used, noinline)) int two(int n) { return n + 2; }
A((retain)) A((used)) A((noinline)) int three(int n) { return n + 3; }
A((profile)) int work(int n) { return one(n) + two(n) + three(n); }
END

for level in -O0 -O2; do
	$CC $level -Wno-attributes -S unit.c -o plain.s
	$CC $level "$plugin" -S unit.c
	grep -q '"axR"' plain.s || skip "no attribute retain here"
	grep '"axR"' unit.s | sort >kept
	grep '"axR"' plain.s | sort | expect_text kept
done
