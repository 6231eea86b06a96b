# SPDX-License-Identifier: MIT
# Two programs at once, and parent and child, never write one file.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=graph.dot $launch ./program wait >out.1 2>err.1 &
first=$!
sleep 0.2
MEMCALL_OUT=graph.dot $launch ./program wait >out 2>err &
second=$!
wait $first $second
expect_silence
expect_file graph.dot
ls >files
expect_line files "graph.$second.dot"
expect_no_line files '.*\.memcall'

rm -f graph*
MEMCALL_OUT=graph.dot run ./program fork
expect_status 0
expect_silence
ls graph*dot >files
expect_lines files 2
expect_line files 'graph.dot'
expect_line files 'graph.[0-9]+.dot'

MEMCALL_OUT=%p.dot run ./program fork
ls [0-9]*.dot >files
expect_lines files 2
