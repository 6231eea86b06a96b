# SPDX-License-Identifier: MIT
# A place that cannot be written to, a folder among them, is one line, and the
# program is as ever.
. "$MEMCALL_LIB"
write_observer
compile observer.c
mkdir folder.dot folder.memcall
for to in /nonexistent/x.dot /nonexistent/x.memcall folder.dot folder.memcall \
	observer.c/x.dot; do
	compare ./program
	expect_status 6
	expect_message "cannot write .*$to"
done
