# SPDX-License-Identifier: MIT
# No HOME, no PATH, nothing in the environment but MEMCALL_OUT.
. "$MEMCALL_LIB"
unsanitized any "the sanitizer's library is preloaded by the environment"
write_observer
compile observer.c
for kind in dot svg; do
	run env -i MEMCALL_OUT=graph.$kind ./program
	expect_status 6
	expect_silence
	expect_file graph.$kind
	expect_no_file graph.$kind.memcall
done
