# SPDX-License-Identifier: MIT
# A profile that was cut gives a warning and what is readable; something that
# is no profile, one line and status 1.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=whole.memcall run ./program
expect_silence
size=$(wc -c <whole.memcall)
head -c $((size - 1000)) whole.memcall >cut.memcall
run "$memcall" convert cut.memcall -o cut.dot
expect_status 0
expect_message 'cut'
expect_file cut.dot

for what in text empty random; do
	case $what in
	text) echo 'this is not a profile' >text.memcall ;;
	empty) : >empty.memcall ;;
	random) head -c 100000 /dev/urandom >random.memcall ;;
	esac
	run "$memcall" convert $what.memcall -o $what.dot
	expect_status 1
	expect_message "$what\.memcall"
	expect_no_file $what.dot
done
run "$memcall" convert missing.memcall -o missing.dot
expect_status 1
expect_message 'missing\.memcall'
