# SPDX-License-Identifier: MIT
# The inline protocol is one: compiled code does the same to the thread's state
# in every form that the plugin writes, after each step of a script of calls, as
# the C of runtime/inline-protocol.h does.
. "$MEMCALL_LIB"
unsanitized any "sanitizers cannot be linked into static programs"
source=$MEMCALL_SOURCE/testsuite/cases/inline-protocol.d
headers=$(find "$MEMCALL_SOURCE/runtime" -type d | sed 's/^/-I/')
for name in mc_links_find_slowly mc_gate_look mc_gate_begin_extent \
	mc_moves_before mc_moves_after; do
	wrapped="${wrapped-} -Wl,--wrap=$name"
done
run $CC -O2 -g -D_GNU_SOURCE -DMC_STATIC $headers -c "$source/watch.c"
expect_status 0
expect_silence

# form NAME FLAG...: what that form of the script does is in NAME.  The linker
# warns of dlmopen, which such a program never calls.
form()
{
	name=$1
	shift
	run $CXX -std=c++17 -g "$source/script.cc" "$source/other.cc" "$@" \
		-static watch.o $wrapped -L"$MEMCALL_BUILD" -lmemcall \
		-o program
	expect_status 0
	MEMCALL_OPTIONS=time=all:mem=rss MEMCALL_OUT=out.memcall run ./program
	[ "$status" -eq 0 ] ||
		fail "exit status $status with $*, the last $(grep ^step out |
			tail -n 1)"
	expect_silence
	mv out "$name"
}

# same FORM FLAG...: with these flags it is as BY_HAND has it.
same()
{
	expected=$1
	shift
	form compiled "$@"
	diff -U 30 "$expected" compiled >differences ||
		fail "$expected, and with $*: $(sed 120q differences)"
}

form by-hand -O2 -DBY_HAND
form by-hand-single -O0 -DBY_HAND -DSINGLE

# has NAME REGEX: that form has come to something like that.
has()
{
	grep -Eq -e "$2" "$1" || fail "nothing like $2 in $1"
}

# All of the script has run.  Some calls were counted only, one was made by code
# that is not instrumented, some memory was moved.
for name in by-hand by-hand-single; do
	has $name '^step: behind all$'
	has $name '^  node .*:leaf: .* left=9[0-9][0-9] '
	has $name '^  after the move$'
done
has by-hand '^  frame .* flags=384 '

case $($CC -dumpmachine) in
x86_64*) same by-hand -O2 "$plugin" -masm=intel ;;
esac
same by-hand -O2 "$plugin"
same by-hand -O2 "$plugin" -pg
same by-hand -Os "$plugin"
same by-hand -O2 "$plugin" -flto
same by-hand -O2 "$plugin" -flto -ffat-lto-objects -fno-use-linker-plugin
same by-hand-single -O0 "$plugin"
same by-hand-single -O0 "$plugin" -flto
