# SPDX-License-Identifier: MIT
# An output that is a symbolic link: what it points to is written, and the link
# stays.  One that leads nowhere or in a circle is one line.
. "$MEMCALL_LIB"
write_observer
compile observer.c
mkdir folder
echo old >folder/real.dot
ln -s folder/real.dot link.dot
to=link.dot
compare ./program
expect_status 6
expect_silence
[ -L link.dot ] || fail "the link was replaced"
expect_line folder/real.dot '(strict )?digraph'
expect_no_file link.dot.memcall folder/real.dot.memcall

ln -s folder/raw.memcall raw.memcall
to=raw.memcall
compare ./program
expect_status 6
expect_silence
[ -L raw.memcall ] || fail "the link was replaced"
expect_observed folder/raw.memcall

ln -s nowhere/x.memcall broken.memcall
ln -s circle.memcall circle.memcall
ln -s folder folder.dot
for to in broken.memcall circle.memcall folder.dot; do
	compare ./program
	expect_status 6
	expect_message "cannot write .*$to"
done
