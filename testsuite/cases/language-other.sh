# SPDX-License-Identifier: MIT
# A language whose functions cannot be recorded says so once, and what is
# compiled does what it always did.
. "$MEMCALL_LIB"
native "other compilers are for this processor"

go=$($CC -print-prog-name=go1)
[ -x "$go" ] || skip "no compiler of Go here for this GCC"

cat >program.go <<'END'
package main

import "os"

func leaf(n int) int { return n + 1 }

func main() {
	os.Stdout.WriteString("right\n")
	if leaf(1) != 2 {
		os.Exit(1)
	}
}
END
$CC -O2 "$plugin" -fplugin-arg-memcall-root='*' -c program.go -o program.o \
	2>compiler.err || fail "$(cat compiler.err)"
expect_lines compiler.err 1
expect_line compiler.err '.*nothing of this unit is recorded: .*GNU Go.*'
! nm program.o | grep -q memcall || fail "$(nm program.o)"

# Who links as well has the compiler's driver of that language.
driver=gccgo-$($CC -dumpversion | cut -d. -f1)
command -v "$driver" >/dev/null || exit 0
$driver program.o -o program
MEMCALL_OUT=graph.dot run ./program
expect_status 0
expect_line out right
expect_silence
expect_no_file graph.dot
