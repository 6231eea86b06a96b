# SPDX-License-Identifier: MIT
# MEMCALL_OPTIONS: an unknown key or a bad value is one warning, and it goes on.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=a.memcall MEMCALL_OPTIONS=colour=blue run ./program 2
expect_status 2
expect_message 'colour'
expect_calls a.memcall leaf 6
MEMCALL_OUT=b.memcall MEMCALL_OPTIONS=time=sometimes:mem=off run ./program
expect_status 0
expect_message 'sometimes'
expect_calls b.memcall leaf 6
for options in time=all time=auto time=off mem=off mem=rss mem=full \
	mem=off:time=off prune=off ''; do
	MEMCALL_OUT=c.memcall MEMCALL_OPTIONS=$options run ./program
	expect_status 0
	expect_silence
	expect_calls c.memcall leaf 6
done
