# SPDX-License-Identifier: MIT
# An unknown extension or none: one line with the valid ones, and the profile
# is kept.
. "$MEMCALL_LIB"
write_program
compile program.c
for out in graph.xyz graph; do
	MEMCALL_OUT=$out run ./program 3
	expect_status 3
	expect_message '\.dot.*\.svg'
	printf 'sum 12\n' | expect_text out
	expect_file $out.memcall
	expect_no_file $out
	expect_calls $out.memcall leaf 6
done
run "$memcall" convert graph.memcall -o graph.xyz
[ "$status" -eq 1 ] || expect_status 2
expect_message '\.dot.*\.svg'
expect_no_file graph.xyz
