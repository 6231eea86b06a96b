# SPDX-License-Identifier: MIT
# A plugin that is met by a GCC that it was not built for says both versions, and
# the command that builds one.  That command does so, from an installed copy, too;
# then the same flag serves both.
. "$MEMCALL_LIB"

# find_other: sets $other to a GCC of another version that can have plugins.
find_other()
{
	ours=$($CC -dumpversion)
	for other in gcc-11 gcc-12 gcc-13 gcc-14 gcc-15 gcc-16; do
		command -v $other >/dev/null || continue
		theirs=$($other -dumpversion)
		headers=$($other -print-file-name=plugin)/include/gcc-plugin.h
		command -v "g++${other#gcc}" >/dev/null || continue
		[ "$theirs" = "$ours" ] || [ ! -e "$headers" ] || return 0
	done
	skip "no other GCC with headers for plugins here"
}

# expect_built: the other GCC compiles with $plugin, and what it makes records.
expect_built()
{
	$other -O2 "$plugin" program.c -o program 2>compiler.err ||
		fail "$other refuses $plugin: $(cat compiler.err)"
	MEMCALL_OUT=out.memcall run ./program
	expect_status 0
	expect_silence
	expect_calls out.memcall work 1
	rm out.memcall
}

find_other
need make
write_program

# A build folder: what is built for others is put beside the first.
mkdir build
cp -P "$MEMCALL_BUILD"/*.so "$MEMCALL_BUILD/memcall" build
ln -s "$MEMCALL_SOURCE" build/sources
memcall=$PWD/build/memcall
plugin=-fplugin=$PWD/build/memcall.so
run $other "$plugin" -c program.c -o program.o
expect_status 1
cat err out >said
expect_line said ".*\b$ours\b"
expect_line said ".*\b$theirs\b"
expect_line said ".*with: $memcall build-plugin --cc=$other\$"
run "$memcall" flags --cc=$other
expect_status 1
expect_message "there is no plugin for $other: memcall build-plugin --cc=$other"

run "$memcall" build-plugin --cc=$other
expect_status 0
expect_line err "for $other .*: -fplugin=$PWD/build/gcc-"
expect_built
compile program.c
[ "$("$memcall" flags --cc=$other)" = "-fplugin=$PWD/build/gcc-${theirs%%.*}/memcall.so" ] ||
	fail "flags of $other: $("$memcall" flags --cc=$other)"
plugin=$("$memcall" flags --cc=$other)
expect_built

# Without sources, and without make.
rm build/sources
run "$memcall" build-plugin --cc=$other
expect_status 1
expect_message 'the sources of the plugin are not in .*: install memcall again'
ln -s "$MEMCALL_SOURCE" build/sources
mkdir tools
ln -s "$(command -v $other)" "$(command -v rm)" tools
PATH=$PWD/tools run "$memcall" build-plugin --cc=$other
expect_status 1
expect_line err 'memcall: cannot run make: install it'
