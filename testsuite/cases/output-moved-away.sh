# SPDX-License-Identifier: MIT
# A program that goes elsewhere, by chdir or chroot, or drops its privileges,
# before the extent or after it: the result is where it was to be, or one line
# says why not.
. "$MEMCALL_LIB"
write_observer
compile observer.c
mkdir empty
to=graph.dot
for how in chdir between-chdir after-chdir; do
	compare ./program $how
	expect_status 6
	expect_silence
	expect_file graph.dot
	MEMCALL_OUT=out.memcall run ./program $how
	expect_observed out.memcall
	rm graph.dot out.memcall
done
[ "$(id -u)" -eq 0 ] || exit 0
# Within the new root there is no memcall to draw with.
compare ./program after-chroot
expect_status 6
expect_message 'cannot run .*the profile is kept'
expect_observed graph.dot.memcall
rm graph.dot.memcall
MEMCALL_OUT=out.memcall run ./program after-chroot
expect_status 6
expect_silence
expect_observed out.memcall
compare ./program chroot
expect_status 6
expect_message 'cannot write .*graph\.dot'
# Whoever the program has become cannot write here.
chmod 755 .
compare ./program after-drop
expect_status 6
expect_lines err 1
expect_line err 'memcall: '
expect_observed graph.dot.memcall
rm graph.dot.memcall
compare ./program drop
expect_status 6
expect_message 'cannot write .*graph\.dot'
