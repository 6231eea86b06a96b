# SPDX-License-Identifier: MIT
# A plugin built for another GCC says both versions and how to rebuild it.
. "$MEMCALL_LIB"
ours=$($CC -dumpversion)
for other in gcc-11 gcc-12 gcc-13 gcc-14; do
	command -v $other >/dev/null || continue
	theirs=$($other -dumpversion)
	[ "$theirs" != "$ours" ] || continue
	write_program
	run $other "$plugin" -c program.c -o program.o
	expect_status 1
	cat err out >said
	expect_line said ".*\b$ours\."
	expect_line said ".*\b$theirs\."
	expect_line said ".*make .*$other"
	exit 0
done
skip "no other GCC here"
