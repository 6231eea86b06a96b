# SPDX-License-Identifier: MIT
# The usual way: FILE.dot is written, FILE.dot.memcall is gone, nothing is said;
# an earlier run's result is replaced.
. "$MEMCALL_LIB"
write_program
compile program.c
echo old >graph.dot
MEMCALL_OUT=graph.dot run ./program 9
expect_status 9
expect_silence
printf 'sum 12\n' | expect_text out
expect_file graph.dot
expect_no_file graph.dot.memcall
expect_line graph.dot '(strict )?digraph'
expect_no_line graph.dot 'old$'
