# SPDX-License-Identifier: MIT
# Profiles of threads, recursion, memory and a killed program are cut at every
# 64 bytes and have words changed all over: no command crashes or hangs, what is
# wrong is said a line each, and what is before the cut is read.
. "$MEMCALL_LIB"
unsanitized thread "there are no threads in it"
cases=$MEMCALL_SOURCE/testsuite/cases
for name in threads-inherit recursion-mutual memory-self; do
	compile "$cases/$name.c" -pthread
	MEMCALL_OUT=$name.memcall run ./program
	expect_status 0
done
write_program
compile program.c
MEMCALL_OUT=killed.memcall run ./program kill
expect_file killed.memcall
run python3 "$cases/profile-hostile.d/damage.py" "$memcall" \
	threads-inherit.memcall recursion-mutual.memcall memory-self.memcall \
	killed.memcall
cat out
expect_status 0
