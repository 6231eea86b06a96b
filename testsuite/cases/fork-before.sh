# SPDX-License-Identifier: MIT
# A program that forks before it calls a marked function: each process has a
# profile of its own.
. "$MEMCALL_LIB"
write_observer
compile observer.c
MEMCALL_OUT=out.memcall run ./program fork
expect_status 6
expect_silence
expect_lines out 2
expect_observed out.memcall
ls out.*.memcall >files
expect_lines files 1
expect_observed "$(cat files)"
