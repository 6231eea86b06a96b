# SPDX-License-Identifier: MIT
# A cross compiler of the version that the plugin is for is another GCC all the
# same: it says so, and by which command a plugin for it is built.
. "$MEMCALL_LIB"
native "this is a cross compiler"
major=$($CC -dumpversion | cut -d. -f1)
for other in aarch64-linux-gnu-gcc-$major riscv64-linux-gnu-gcc-$major ""; do
	[ -n "$other" ] || skip "no cross compiler of GCC $major here"
	! command -v $other >/dev/null || break
done
write_program
run $other "$plugin" -c program.c -o program.o
expect_status 1
cat err out >said
expect_line said ".*this is GCC $($other -dumpfullversion)\b"
expect_line said ".*with: .*memcall build-plugin --cc=$other\$"
if [ "$($other -dumpfullversion)" = "$($CC -dumpfullversion)" ]; then
	expect_line said '.*configured otherwise;'
fi
expect_no_file program.o
