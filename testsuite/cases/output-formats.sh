# SPDX-License-Identifier: MIT
# What is written is what the extension says, for a program and for convert.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=out.memcall run ./program
expect_silence
for extension in dot gv memcall svg png pdf; do
	case $extension in
	svg | png | pdf) command -v dot >/dev/null || continue ;;
	esac
	MEMCALL_OUT=direct.$extension run ./program
	expect_status 0
	expect_silence
	expect_file direct.$extension
	[ $extension = memcall ] ||
		expect_no_file direct.$extension.memcall
	run "$memcall" convert out.memcall -o converted.$extension
	expect_status 0
	expect_silence
	expect_file converted.$extension
done
expect_line direct.dot '(strict )?digraph'
expect_line direct.gv '(strict )?digraph'
expect_calls direct.memcall leaf 6
if command -v dot >/dev/null; then
	head -c 4 direct.png | grep -q PNG || fail "png is not PNG"
	head -c 4 direct.pdf | grep -q PDF || fail "pdf is not PDF"
	expect_line direct.svg '.*<svg'
fi
