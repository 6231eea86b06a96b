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

# Without -o it is what the run was to write.
rm graph.dot
run "$memcall" convert graph.dot.memcall
expect_status 0
expect_silence
expect_file graph.dot graph.dot.memcall
mkdir folder
cp graph.dot.memcall folder/a.json.memcall
run "$memcall" convert --no-prune folder/a.json.memcall
expect_status 0
expect_silence
expect_file folder/a.json
cp graph.dot.memcall plain.memcall
for inputs in plain.memcall 'graph.dot.memcall plain.memcall' - graph.dot; do
	run "$memcall" convert $inputs </dev/null
	expect_status 2
	expect_message 'no output is given: use -o OUT'
done
