# SPDX-License-Identifier: MIT
# Without /proc: calls are counted as ever.
. "$MEMCALL_LIB"
unsanitized any "sanitizers need /proc"
may_mount
write_observer
compile observer.c
to=$PWD/graph.dot
cat >mounted.sh <<'EOF'
mount -t tmpfs none /proc
exec ./program
EOF
compare $unshare sh -eu mounted.sh
expect_status 6
expect_silence
expect_line graph.dot '(strict )?digraph'
expect_no_file graph.dot.memcall
MEMCALL_OUT=$PWD/out.memcall run $unshare sh -eu mounted.sh
expect_observed out.memcall
