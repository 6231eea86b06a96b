# SPDX-License-Identifier: MIT
# convert merges several profiles; report reads one.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=a.memcall run ./program
MEMCALL_OUT=b.memcall run ./program kill
run "$memcall" convert a.memcall b.memcall a.memcall -o merged.dot
expect_status 0
expect_silence
if command -v gvpr >/dev/null; then
	gvpr 'N[calls!=""]{print(function, " ", calls)}' merged.dot |
		sort >nodes
	printf 'leaf 18\ntwice 9\nwork 3\n' | expect_text nodes
fi
run "$memcall" report a.memcall
expect_status 0
expect_silence
expect_line out '.*leaf'
expect_line out '.*twice'
