# SPDX-License-Identifier: MIT
# A profile that was cut gives a warning and what is readable; something that
# is no profile, one line and status 1.  No damage makes the command crash.
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

# Cut anywhere, and with a byte changed anywhere in the first pages.
for bytes in 1 8 100 4095 4096 4097 4200 5000 8192 9000 12288 20000; do
	[ $bytes -lt "$size" ] || continue
	head -c $bytes whole.memcall >part.memcall
	run "$memcall" dump part.memcall
	[ "$status" -le 1 ] || expect_status 1
done
for place in 9 13 17 21 40 4096 4100 4104 4112 4128 4160 4170 4200 8192 8200 \
	8208 8256 8300 8400; do
	[ $place -lt "$size" ] || continue
	cp whole.memcall changed.memcall
	printf '\377' | dd of=changed.memcall bs=1 seek=$place conv=notrunc \
		2>/dev/null
	run timeout 20 "$memcall" dump changed.memcall
	[ "$status" -le 1 ] || expect_status 1
done
