# SPDX-License-Identifier: MIT
# A place that cannot be written to is one line, and the program runs on.
. "$MEMCALL_LIB"
write_program
compile program.c
for out in /nonexistent/x.dot /nonexistent/x.memcall; do
	MEMCALL_OUT=$out run ./program 6
	expect_status 6
	expect_message "/nonexistent/x"
	printf 'sum 12\n' | expect_text out
done
mkdir folder.dot
MEMCALL_OUT=folder.dot run ./program
expect_status 0
expect_message 'folder\.dot'
