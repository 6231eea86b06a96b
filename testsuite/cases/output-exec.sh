# SPDX-License-Identifier: MIT
# An exec loses nothing: what the process recorded before is left, and the new
# image writes to a name of its own.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=graph.dot run ./program exec
expect_status 0
expect_silence
printf 'sum 12\nsum 12\n' | expect_text out
expect_file graph-2.dot graph.dot.memcall
expect_calls graph.dot.memcall leaf 6
