# SPDX-License-Identifier: MIT
# Light calls are counted to the last one, as runtime/inline-protocol.h has
# them: in calm, while others are timed, around a pause, in a forked child, in
# threads, and on other stacks.
. "$MEMCALL_LIB"
source=$MEMCALL_SOURCE/testsuite/cases/inline-protocol.d
run $CC -O2 -g -std=gnu11 "$source/light.c" -L"$MEMCALL_BUILD" -lmemcall \
	-Wl,-rpath,"$MEMCALL_BUILD" -lpthread -o program
expect_status 0
expect_silence

# The edges of profile $1 are those that the process $2 has made.
same_edges()
{
	"$memcall" dump "$1" >dump
	sed -n 's/^\(edge "[a-z0-9]*" -> .* calls=[0-9]*\).*/\1/p' dump |
		grep -v 'calls=0$' | sort >found
	sort "expected.$2" >expected
	diff expected found >differences ||
		fail "$mode, $options, $1: $(cat differences)"
}

# In a profile the calls of each edge are what the program counted.
for mode in plain pause fork _Fork mix fork-in-mix threads stacks; do
	# QEMU does not wipe memory in a forked child.
	[ $mode != _Fork ] || [ -z "${TEST_EMULATOR-}" ] || continue
	for options in time=auto time=off time=all time=auto:gate=brk \
		time=off:mem=off; do
		rm -f expected.* out*memcall
		MEMCALL_OPTIONS=$options MEMCALL_OUT=out.memcall \
			run ./program $mode 3000
		expect_status 0
		expect_silence
		for profile in out*.memcall; do
			pid=$("$memcall" dump "$profile" |
				sed -n 's/^profile .* pid=\([0-9]*\) .*/\1/p')
			same_edges "$profile" "$pid"
		done
		[ "$(ls expected.* | wc -l)" -eq "$(ls out*.memcall | wc -l)" ] ||
			fail "$mode, $options: $(ls)"
	done
done
