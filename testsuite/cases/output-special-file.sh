# SPDX-License-Identifier: MIT
# If the output is not a regular file, the profile lives in memory; the program is
# as ever.
. "$MEMCALL_LIB"
write_observer
compile observer.c
to=/dev/null
compare ./program
expect_status 6
expect_no_line err '.*(cannot|error|denied)'
expect_no_file /dev/null.memcall
[ -c /dev/null ] || fail "/dev/null is no longer a device"

mkfifo pipe.dot pipe.memcall
for to in pipe.dot pipe.memcall; do
	timeout 60 cat $to >read &
	reader=$!
	compare timeout 60 ./program
	expect_status 6
	expect_silence
	wait $reader
	[ -p $to ] || fail "the FIFO was replaced"
	case $to in
	pipe.dot) expect_line read '(strict )?digraph' ;;
	*) expect_observed read ;;
	esac
	expect_no_file pipe.dot.memcall pipe.memcall.memcall
done
