# SPDX-License-Identifier: MIT
# verbose says of every function whether it is instrumented, and why, and how
# many have a copy.
. "$MEMCALL_LIB"
write_program
run $CC -O2 "$plugin" -fplugin-arg-memcall-verbose -c program.c -o program.o
expect_status 0
for function in leaf twice work main; do
	expect_line err ".*\b$function\b"
done
expect_line err '.*memcall: [1-9][0-9]* functions of this unit have a copy that records'
