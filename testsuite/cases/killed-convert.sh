# SPDX-License-Identifier: MIT
# A program that was killed has lost nothing: convert finishes the job.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=graph.dot run ./program kill
expect_status 137
expect_silence
expect_file graph.dot.memcall
expect_no_file graph.dot
run "$memcall" convert graph.dot.memcall -o graph.dot
expect_status 0
expect_silence
expect_file graph.dot
expect_calls graph.dot.memcall work 1
expect_calls graph.dot.memcall twice 3
expect_calls graph.dot.memcall leaf 6
expect_edge graph.dot.memcall twice leaf 6
expect_edge graph.dot.memcall "(root)" work 1
