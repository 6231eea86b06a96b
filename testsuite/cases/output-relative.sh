# SPDX-License-Identifier: MIT
# A relative path is resolved at start, whatever the program changes to.
. "$MEMCALL_LIB"
write_program
compile program.c
mkdir sub
MEMCALL_OUT=sub/graph.dot run ./program chdir
expect_status 0
expect_silence
expect_file sub/graph.dot
expect_no_file sub/graph.dot.memcall
