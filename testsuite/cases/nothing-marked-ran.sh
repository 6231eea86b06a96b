# SPDX-License-Identifier: MIT
# A process in which no marked function ran writes no file and says so.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=graph.dot run ./program nothing
expect_status 0
expect_message ''
expect_no_file graph.dot graph.dot.memcall
