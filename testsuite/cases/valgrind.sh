# SPDX-License-Identifier: MIT
# Under valgrind's memcheck: it has nothing to say of the recorder, and every
# call is counted.
. "$MEMCALL_LIB"
unsanitized any "valgrind and sanitizers exclude each other"
need valgrind
write_observer
compile observer.c
for kind in memcall dot; do
	for options in time=auto time=all mem=off; do
		MEMCALL_OPTIONS=$options MEMCALL_OUT=out.$kind \
			run valgrind -q --error-exitcode=9 ./program
		expect_silence
		expect_status 6
		[ $kind = dot ] || expect_observed out.memcall
		expect_file out.$kind
		rm out.$kind
	done
done
write_various
compile program.cc -pthread
MEMCALL_OUT=out.memcall run valgrind -q --error-exitcode=9 ./program
expect_silence
expect_status 0
