# SPDX-License-Identifier: MIT
# What build systems compile to try the compiler stays what it is without the
# plugin, whatever root= says; so do units that skip-unit= names.  A trial that
# has the attribute is recorded.
. "$MEMCALL_LIB"
root=-fplugin-arg-memcall-root=main
cat >main.c <<'END'
static int leaf(int n) { return n + 1; }
int main(void) { return leaf(-1); }
END

# Each is the same object as without the plugin.
build=p/build/CMakeFiles
for trial in conftest.c conftest1.c $build/CMakeScratch/TryCompile-a1/src.c \
	$build/3.25.1/CompilerIdC/CMakeCCompilerId.c \
	p/build/meson-private/tmpa1/testfile.c p/.conf_check_0/test.c; do
	mkdir -p "$(dirname $trial)"
	cp main.c $trial
	for level in -O0 -O2 "-O2 -flto -frandom-seed=1"; do
		$CC $level -c $trial -o plain.o
		$CC $level "$plugin" $root -c $trial -o trial.o 2>compiler.err
		[ ! -s compiler.err ] || fail "$(cat compiler.err)"
		$CC $level trial.o -o trial
		MEMCALL_OUT=out.memcall run ./trial
		expect_status 0
		expect_silence
		expect_no_file out.memcall
		case $level in
		*lto*) ;;
		*) cmp plain.o trial.o || fail "$trial at $level" ;;
		esac
	done
done

# What a project gives to try_run is compiled in a folder of CMake's.
mkdir -p $build/CMakeScratch/TryCompile-a2
there=$PWD
(cd $build/CMakeScratch/TryCompile-a2 &&
	$CC "$plugin" $root -c "$there/main.c" -o "$there/trial.o")
! nm trial.o | grep -q memcall || fail "a trial is instrumented"

# verbose says so.
$CC "$plugin" $root -fplugin-arg-memcall-verbose -c conftest.c 2>compiler.err
expect_line compiler.err '.*nothing of this unit .*a trial of the compiler'

# The same program, under a name that is not a trial's, and a trial that is
# meant to be recorded.
$CC "$plugin" $root main.c -o program
MEMCALL_OUT=out.memcall run ./program
expect_edge out.memcall main leaf 1
rm out.memcall
sed 's/^int main/__attribute__((profile)) &/' main.c >conftest.c
$CC "$plugin" conftest.c -fplugin-arg-memcall-verbose -o program 2>compiler.err
expect_no_line compiler.err '.*nothing of this unit'
MEMCALL_OUT=out.memcall run ./program
expect_edge out.memcall main leaf 1
rm out.memcall

# skip-unit= goes by the last part, or by the whole path.
mkdir -p lib/third
cp main.c lib/third/main.c
for glob in 'ma*.c' 'lib/third/*' "$PWD/lib/*" '*/third/*'; do
	$CC "$plugin" $root "-fplugin-arg-memcall-skip-unit=$glob" \
		-c lib/third/main.c -o trial.o
	! nm trial.o | grep -q memcall || fail "skip-unit=$glob"
done
(cd lib/third && $CC "$plugin" $root -fplugin-arg-memcall-skip-unit='*/third/*' \
	-c main.c -o "$there/trial.o")
! nm trial.o | grep -q memcall || fail "skip-unit= from another folder"
for glob in third '/third/*' main; do
	$CC "$plugin" $root "-fplugin-arg-memcall-skip-unit=$glob" \
		-c lib/third/main.c -o trial.o
	nm trial.o | grep -q memcall || fail "skip-unit=$glob names it"
done
run $CC "$plugin" -fplugin-arg-memcall-skip-unit -c main.c
expect_status 1
expect_line err '.*-fplugin-arg-memcall-skip-unit.* needs a value'
