# SPDX-License-Identifier: MIT
# If the output is not a regular file, the profile lives in memory.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=/dev/null run ./program
expect_status 0
printf 'sum 12\n' | expect_text out
expect_no_line err '.*(cannot|error|denied)'
expect_no_file /dev/null.memcall
[ -c /dev/null ] || fail "/dev/null is no longer a device"

mkfifo pipe.dot
cat pipe.dot >drawn &
reader=$!
MEMCALL_OUT=pipe.dot run timeout 20 ./program
expect_status 0
wait $reader
expect_line drawn '(strict )?digraph'
expect_no_file pipe.dot.memcall
[ -p pipe.dot ] || fail "the FIFO was replaced"
