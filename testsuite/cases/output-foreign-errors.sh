# SPDX-License-Identifier: MIT
# Other people's formats that cannot be written: one line with a remedy.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=out.memcall run ./program
for extension in json folded speedscope.json callgrind pb.gz; do
	run "$memcall" convert out.memcall -o nowhere/graph.$extension
	expect_status 1
	expect_message 'create the folder first'
	ln -s /dev/full full.$extension
	run "$memcall" convert out.memcall -o full.$extension
	expect_status 1
	expect_message 'free some space'
	MEMCALL_OUT=direct.$extension run ./program 3
	expect_status 3
	expect_silence
	expect_file direct.$extension
	expect_no_file direct.$extension.memcall
	run "$memcall" run -o run.$extension -- ./program 4
	expect_status 4
	expect_silence
	expect_file run.$extension
done
for command in run convert; do
	run "$memcall" $command --help
	for extension in dot svg json folded speedscope.json callgrind pb.gz; do
		expect_line out "  \\.$extension  +[a-z]"
	done
done
run "$memcall" convert out.memcall -o graph.xyz
expect_status 2
expect_message '\.dot.*\.folded.*\.pb\.gz'
