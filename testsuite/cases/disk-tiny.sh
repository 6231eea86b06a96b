# SPDX-License-Identifier: MIT
# A file system with room for little, such as a container's /dev/shm: there is
# one line when it is full, no signal, and if there is a profile, every call is
# in it, by its name.
. "$MEMCALL_LIB"
may_mount
write_observer
compile observer.c
mkdir small kept
to=$PWD/small/out.memcall
export MEMCALL_OPTIONS=time=all
for size in 4k 8k 16k 24k 32k 36k 48k 64k 128k; do
	cat >mounted.sh <<EOF
mount -t tmpfs -o size=$size none small
status=0
\$launch ./program || status=\$?
rm -f kept/*
cp small/* kept 2>/dev/null || :
exit \$status
EOF
	compare $unshare sh -eu mounted.sh
	expect_status 6
	expect_message '.*No space left'
	[ ! -e kept/out.memcall ] || expect_observed kept/out.memcall
done
expect_observed kept/out.memcall
