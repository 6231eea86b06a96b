# SPDX-License-Identifier: MIT
# What the system does not grant is done without: each part of the gate withheld
# on its own, and by the system itself (an unprivileged user without memory to
# lock).  The origin's arrays come out within 3 %, and the report says how.
. "$MEMCALL_LIB"
native "QEMU has memory of its own, which counts"
unsanitized any "memory grows by other amounts with a sanitizer's allocator"
sed -n '/^#include/,$p' "$MEMCALL_SOURCE/examples/one-method.cc" >program.cc
compile program.cc

# near FUNCTION KEY BYTES: within 3 %
near()
{
	value=$(sed -n "s/^function \"$1\".* $2=\(-*[0-9]*\).*/\1/p" dump)
	[ "${value:-0}" -gt $(($3 * 97 / 100)) ] &&
		[ "$value" -lt $(($3 * 103 / 100)) ] ||
		fail "$1 $2 is ${value:-absent}, not $3, with gate=$gate"
	: >.checked
}

# check PARTS: what is granted, as the dump says
check()
{
	expect_status 0
	expect_silence
	"$memcall" dump out.memcall >dump
	expect_line dump "profile .* gate=$1(\+exact)?(\+switches|\+clocks)? .*"
	near example::your_func rss_bytes 8000000
	near example::your_func rss_peak_bytes 168000000
	near example::my_func rss_peak_bytes 176000000
	rm out.memcall
}

for gate in brk+calls+rollup ring+calls+rollup ring+brk+rollup ring+brk+calls; do
	MEMCALL_OPTIONS=gate=$gate MEMCALL_OUT=out.memcall run ./program
	case $gate in
	*ring*) check "(ring\+)?.*" ;;
	*) check "$(printf %s "$gate" | sed 's/+/\\+/g')" ;;
	esac
done
gate=none
MEMCALL_OPTIONS=gate=none MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
"$memcall" dump out.memcall >dump
near example::your_func rss_peak_bytes 168000000

# The kernel's high-water mark says the same of the outermost call.
gate=none
MEMCALL_OPTIONS=gate=none:peak=reset MEMCALL_OUT=out.memcall run ./program
expect_status 0
"$memcall" dump out.memcall >dump
near example::my_func rss_peak_bytes 176000000

# Without rollup there is no PSS, and no zero in its place.
MEMCALL_OPTIONS=gate=ring+brk+calls MEMCALL_OUT=out.memcall run ./program
"$memcall" dump out.memcall >dump
expect_no_line dump '.* pss_bytes=.*'
rm out.memcall

if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	gate='nobody, nothing to lock'
	chmod 777 .
	(
		ulimit -l 0
		MEMCALL_OUT=$PWD/out.memcall run setpriv --reuid=65534 \
			--regid=65534 --clear-groups ./program
		printf '%s\n' "$status" >status
	)
	status=$(cat status)
	if [ -e out.memcall ]; then
		check '(ring\+)?brk\+calls\+rollup'
	fi
fi
