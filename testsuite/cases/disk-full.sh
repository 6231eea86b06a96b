# SPDX-License-Identifier: MIT
# A full disk is a message, never a signal.
. "$MEMCALL_LIB"
[ "$(id -u)" -eq 0 ] || skip "only root can mount a small file system"
write_program
compile program.c
mkdir small
cat >mounted.sh <<'END'
mount -t tmpfs -o size=16k none small || exit 77
status=0
MEMCALL_OUT=$PWD/small/graph.dot $launch ./program 6 >out.full 2>err.full || status=$?
exit $status
END
run unshare -m sh -eu mounted.sh
[ "$status" -ne 77 ] && [ "$status" -ne 1 ] || skip "cannot mount here"
expect_status 6
expect_no_line err.full '([^m]|m[^e])'
expect_line err.full 'memcall: .*No space left'
[ "$(wc -l <err.full)" -le 2 ] || fail "too much is said: $(cat err.full)"
printf 'sum 12\n' | expect_text out.full
