# SPDX-License-Identifier: MIT
# No HOME, no PATH, nothing in the environment but MEMCALL_OUT.
. "$MEMCALL_LIB"
write_observer
compile observer.c
# But for a sanitizer's.
keep=${preloaded:+LD_PRELOAD=${preloaded%:}}
for name in ASAN UBSAN TSAN; do
	eval "value=\${${name}_OPTIONS-}"
	[ -z "$value" ] || keep="$keep ${name}_OPTIONS=$value"
done
for kind in dot svg; do
	run env -i $keep MEMCALL_OUT=graph.$kind ./program
	expect_status 6
	expect_silence
	expect_file graph.$kind
	expect_no_file graph.$kind.memcall
done
