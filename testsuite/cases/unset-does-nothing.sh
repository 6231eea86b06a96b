# SPDX-License-Identifier: MIT
# With MEMCALL_OUT unset nothing of memcall is opened, nothing is written, and
# no thread is started.
. "$MEMCALL_LIB"
need strace
write_program
compile program.c
strace -f -o trace ./program >out 2>err || skip "strace cannot trace here"
status=0
expect_status 0
expect_silence
printf 'sum 12\n' | expect_text out
expect_no_line trace '.*memcall'
expect_no_line trace '[0-9]+ +(write\(2|clone|clone3|vfork|fork|socket|perf_event_open)'
ls >files
expect_no_line files '.*memcall'
