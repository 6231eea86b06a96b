# SPDX-License-Identifier: MIT
# convert merges several profiles; report reads one, and says where it is.
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
run "$memcall" convert a.memcall missing.memcall -o merged.memcall
expect_status 1
expect_message 'cannot read missing.memcall: No such file'
expect_no_file merged.memcall
run "$memcall" report a.memcall
expect_status 0
expect_silence
expect_line out '.*leaf'
expect_line out '.*twice'

# What became of the profile of a run that went well.
MEMCALL_OUT=graph.dot run ./program
run "$memcall" report graph.dot.memcall
expect_status 1
expect_message 'removed when graph.dot is written'
run "$memcall" report graph.dot
expect_status 1
expect_message 'not a memcall profile.*MEMCALL_OUT=FILE.memcall'
run "$memcall" report missing.memcall
expect_status 1
expect_message 'cannot read missing.memcall: No such file'
