# SPDX-License-Identifier: MIT
# make install, as a user who may not write to GCC's folder of plugins, and with
# DESTDIR; nothing stays after uninstall.
. "$MEMCALL_LIB"
unsanitized any "a sanitizer is not installed"
native "what is installed is for this machine"
need make pkg-config
[ -d "$MEMCALL_BUILD/obj/plugin" ] || skip "what was built has no objects"
shared=$(mktemp -d)
trap 'rm -rf "$shared"' EXIT
chmod 755 "$shared"
mkdir "$shared/build" "$shared/home"
cp -a "$MEMCALL_BUILD/obj" "$MEMCALL_BUILD/gen" "$MEMCALL_BUILD"/[fp]l* \
	"$MEMCALL_BUILD"/lib* "$MEMCALL_BUILD"/mem* "$shared/build"
as=
if [ "$(id -u)" -eq 0 ]; then
	need setpriv
	as="setpriv --reuid=61001 --regid=61001 --clear-groups --"
	chown -R 61001:61001 "$shared"
	$as test -r "$MEMCALL_SOURCE/Makefile" -a -r "$shared/build" ||
		skip "other users cannot read $MEMCALL_SOURCE"
fi
export HOME="$shared/home"
folder=$($CC -print-file-name=plugin)
$as test ! -w "$folder" || skip "this user may write to $folder"
prefix=$HOME/.local
make_it()
{
	run $as make --no-print-directory -f "$MEMCALL_SOURCE/Makefile" -C / \
		"O=$shared/build" "CC=${CC%% *}" "CXX=${CXX%% *}" \
		"PREFIX=$prefix" "$@"
	[ $status -eq 0 ] || fail "make $*: $(cat out err)"
}
find "$folder" >before
make_it install
grep 'plugin is' out >said || fail "nothing is said: $(cat out)"
expect_lines said 1
major=$($CC -dumpversion)
major=${major%%.*}
file=$prefix/lib/memcall-plugins/gcc-$major/memcall.so
expect_line said "The folder of plugins of .*: the plugin is $file, which \
$prefix/bin/memcall flags names."
[ "$("$prefix/bin/memcall" flags)" = "-fplugin=$file" ] ||
	fail "flags: $("$prefix/bin/memcall" flags)"
export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
# some end with a space
[ "$(echo $(pkg-config --cflags memcall))" = "-fplugin=$file -I$prefix/include" ] ||
	fail "pkg-config: $(pkg-config --cflags memcall)"

# What is there works without the build folder, and has no name of it.
mv "$shared/build" "$shared/away"
write_program
$CC -O2 $(pkg-config --cflags memcall) program.c -o program
MEMCALL_OUT=out.memcall run ./program
expect_silence
expect_calls out.memcall work 1
MEMCALL_OUT=out.dot run ./program
expect_silence
expect_file out.dot
if command -v cmake >/dev/null; then
	cp -r "$MEMCALL_SOURCE/examples/builds" project
	cmake -S project -B cmake "-DCMAKE_PREFIX_PATH=$prefix" >log &&
		cmake --build cmake >>log || fail "$(cat log)"
	MEMCALL_OUT=words.memcall run cmake/words
	expect_calls words.memcall text::Counter::count 1
fi
$CC -O2 $(pkg-config --cflags memcall) -static program.c -o program \
	$(pkg-config --static --libs memcall)
MEMCALL_OUT=static.dot run ./program
expect_silence
expect_file static.dot
readelf -d "$prefix/lib/libmemcall.so" >elf
expect_line elf '.*SONAME.*\[libmemcall\.so\.0\]'
! grep -rlF -e "$shared/build" -e "$MEMCALL_SOURCE/" -e "$MEMCALL_BUILD" \
	"$prefix" >leaks || fail "the folder of the build is named: $(cat leaks)"
mv "$shared/away" "$shared/build"

make_it uninstall
find "$prefix" ! -type d >left
expect_lines left 0

# DESTDIR: as if it were all in place.
make_it install "DESTDIR=$shared/stage"
expect_no_line out '.*The folder of plugins'
find "$prefix" ! -type d >left
expect_lines left 0
expect_file "$shared/stage$folder/memcall.so" "$shared/stage$folder/memcall-gcc.so"
expect_line "$shared/stage$prefix/lib/pkgconfig/memcall.pc" 'plugin=memcall$'
! grep -rlF "$shared/stage" "$shared/stage" || fail "DESTDIR is named"
make_it uninstall "DESTDIR=$shared/stage"
find "$shared/stage" ! -type d >left
expect_lines left 0
find "$folder" >after
cmp before after || fail "$folder: $(diff before after)"
