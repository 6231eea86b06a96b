# SPDX-License-Identifier: MIT
# - is standard input, a file or a pipe, wherever a profile is read.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=out.memcall run ./program
MEMCALL_OUT=other.memcall run ./program kill
for command in report dump "report --tree" "top -n1"; do
	run "$memcall" $command out.memcall
	mv out asked
	run "$memcall" $command - <out.memcall
	expect_status 0
	expect_silence
	cmp -s asked out || fail "$command -: $(cat out)"
	cat out.memcall | "$memcall" $command - >out || fail "$command - of a pipe"
	cmp -s asked out || fail "$command - of a pipe: $(cat out)"
done
cat out.memcall | "$memcall" convert - -o graph.dot || fail "convert -"
"$memcall" convert out.memcall -o wanted.dot
cmp -s graph.dot wanted.dot || fail "$(cat graph.dot)"
run "$memcall" convert other.memcall - out.memcall -o merged.json <out.memcall
expect_status 0
expect_line merged.json ' *"calls": 18,'
run "$memcall" diff other.memcall out.memcall --by=calls
mv out asked
cat out.memcall | "$memcall" diff other.memcall - --by=calls >out || fail "diff -"
cmp -s asked out || fail "diff -: $(cat out)"
for command in "report - -" "dump - out.memcall -" "diff - -" "convert - - -o x.svg"; do
	run "$memcall" $command <out.memcall
	expect_status 2
	expect_message 'standard input is one profile: give - once'
done
run "$memcall" report - </dev/null
expect_status 1
expect_message 'standard input is empty'
run "$memcall" report - <program.c
expect_status 1
expect_message 'standard input is not a memcall profile'
run "$memcall" report - <&-
expect_status 1
expect_lines err 1
