# SPDX-License-Identifier: MIT
# MEMCALL_OPTIONS: an unknown key or a bad value is one warning, and it goes on.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=a.memcall MEMCALL_OPTIONS=colour=blue run ./program 2
expect_status 2
expect_message 'colour'
expect_calls a.memcall leaf 6
MEMCALL_OUT=b.memcall MEMCALL_OPTIONS=time=sometimes:mem=off run ./program
expect_status 0
expect_message 'sometimes'
expect_calls b.memcall leaf 6
# Each word of each option that the command lists, and each default.
listed=$("$memcall" help --rows | awk -F '\t' '$1 == "option" {
	print $2 "=" $4
	for (n = split($3, words, /[|+]/); n && $3 !~ /BYTES|NUMBER|[.]/; n--)
		print $2 "=" words[n]
}')
[ "$(printf '%s\n' $listed | wc -l)" -ge 20 ] || fail "options: $listed"
for options in $listed mem=off:time=off ''; do
	MEMCALL_OUT=c.memcall MEMCALL_OPTIONS=$options run ./program
	expect_status 0
	expect_silence
	expect_calls c.memcall leaf 6
done
