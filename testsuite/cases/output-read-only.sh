# SPDX-License-Identifier: MIT
# A folder that cannot be written to: one line, and the program runs on.
. "$MEMCALL_LIB"
write_observer
compile observer.c
to=folder/graph.dot
mkdir folder
if [ "$(id -u)" -ne 0 ]; then
	chmod 555 folder
	compare ./program
else
	# root may write to it, unless it is mounted so
	may_mount
	cat >mounted.sh <<'EOF'
mount -t tmpfs -o ro none folder
exec $launch ./program
EOF
	compare $unshare sh -eu mounted.sh
fi
expect_status 6
expect_message 'cannot write .*folder/graph\.dot'
