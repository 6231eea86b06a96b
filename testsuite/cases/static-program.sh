# SPDX-License-Identifier: MIT
# A static program adds -lmemcall, and needs nothing else.
. "$MEMCALL_LIB"
[ -e "$MEMCALL_BUILD/libmemcall.a" ] || skip "no libmemcall.a was built"
write_program
compile program.c -static -L"$MEMCALL_BUILD" -lmemcall
run ./program 2
expect_status 2
expect_silence
MEMCALL_OUT=out.memcall run ./program 2
expect_status 2
expect_silence
expect_calls out.memcall leaf 6
