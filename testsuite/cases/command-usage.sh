# SPDX-License-Identifier: MIT
# Help, version, and wrong usage (status 2), in every subcommand.
. "$MEMCALL_LIB"
run "$memcall" --version
expect_status 0
expect_line out '.*[0-9]+\.[0-9]+'
run "$memcall" --help
expect_status 0
for word in run convert report dump flags; do
	expect_line out ".*\b$word\b"
done
cp out help
for word in run convert report dump flags; do
	run "$memcall" $word --help
	expect_status 0
	expect_line out ".*$word"
	expect_silence
	run "$memcall" $word --no-such-option
	expect_status 2
	expect_line err 'memcall.*no-such-option'
done
run "$memcall"
expect_status 2
run "$memcall" frobnicate
expect_status 2
expect_line err 'memcall: .*frobnicate'
for word in run convert report dump; do
	run "$memcall" $word
	expect_status 2
done
run "$memcall" flags
expect_status 0
expect_line out '-fplugin='
