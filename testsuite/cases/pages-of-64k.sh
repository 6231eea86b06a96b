# SPDX-License-Identifier: MIT
# A machine with pages of 64 KB, as some of AArch64 have: nothing is lost, and
# one with other pages reads the profile.
. "$MEMCALL_LIB"
[ "${TEST_EMULATOR-}" ] || skip "only an emulator chooses the size of pages"
machine=$($CC -dumpmachine)
machine=${machine%%-*}
[ $machine = aarch64 ] || skip "pages of $machine are of one size"
qemu=qemu-$machine-static
need $qemu
write_program
compile program.c
MEMCALL_OUT=out.memcall run $qemu -p 65536 ./program
expect_status 0
expect_silence
expect_line out 'sum '
expect_edge out.memcall '(root)' work 1
expect_edge out.memcall work twice 3
expect_edge out.memcall twice leaf 6
"$memcall" dump out.memcall >dump
expect_no_line dump '.*name lost'
# The file ends with a whole page.
[ $(($(stat -c %s out.memcall) % 65536)) -eq 0 ] ||
	fail "pages are not of 64 KB: $(stat -c %s out.memcall) bytes"

# Many names and contexts: the file grows.
awk 'BEGIN {
	for (i = 0; i < 400; i++)
		printf "__attribute__((noinline)) int f%d(int n) {" \
			" __asm__ volatile(\"\"); return n ? n : %d; }\n", i, i
	print "__attribute__((profile)) int all(int n) {"
	for (i = 0; i < 400; i++)
		printf "n += f%d(n);\n", i
	print "return n; }"
	print "int main(void) { return all(1) == 0; }"
}' >many.c
compile many.c
MEMCALL_OUT=many.memcall run $qemu -p 65536 ./program
expect_status 0
expect_silence
"$memcall" dump many.memcall >dump
[ "$(grep -c "^edge" dump)" -eq 401 ] || fail "$(grep -c "^edge" dump) edges"
expect_calls many.memcall f399 1
