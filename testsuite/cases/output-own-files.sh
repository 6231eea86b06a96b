# SPDX-License-Identifier: MIT
# FILE.memcall is the user's alone, whatever the umask, and takes the place of a
# profile or of an empty file only: a link, or a file of the user's that happens
# to have that name, stays, and nothing is recorded.
. "$MEMCALL_LIB"
write_observer
compile observer.c
printf 'precious\n' >precious

# kept WHAT: what is at graph.dot.memcall stays there
kept()
{
	compare ./program
	expect_status 6
	expect_message "cannot write .*graph\\.dot\\.memcall.*$1"
	printf 'precious\n' | expect_text precious
	expect_no_file graph.dot
	rm -rf graph.dot.memcall
}

to=graph.dot
cp precious graph.dot.memcall
compare ./program
expect_message 'cannot write .*not a profile'
printf 'precious\n' | expect_text graph.dot.memcall
rm graph.dot.memcall
ln precious graph.dot.memcall
kept 'hard link'
ln -s precious graph.dot.memcall
kept 'symbolic link'
ln -s nowhere graph.dot.memcall
kept 'symbolic link'
mkfifo graph.dot.memcall
kept 'not a regular file'

# What may be replaced, by a new file: whoever has the old one open has that.
to=out.memcall
umask 0
: >out.memcall
for i in 1 2; do
	exec 7<out.memcall
	old=$(stat -L -c %i /proc/self/fd/7)
	compare ./program
	expect_silence
	expect_observed out.memcall
	[ "$(stat -c %i out.memcall)" != "$old" ] || fail "the old file was used"
	[ "$(stat -c %a out.memcall)" = 600 ] ||
		fail "$(stat -c %a out.memcall) are its permissions"
	exec 7<&-
done

# What is put in its place meanwhile is left alone, by a program that has closed
# all files, too.
cat >moved.c <<'END'
#define _GNU_SOURCE
#include <stdio.h>
#include <unistd.h>

static volatile int sum;

static void leaf(void)
{
	sum = sum + 1;
}

static void down(int n)
{
	if (n)
		down(n - 1);
	leaf();
}

__attribute__((profile)) void work(int n)
{
	leaf();
	if (access("graph.dot.memcall", F_OK) == 0 &&
	    (rename("graph.dot.memcall", "away") ||
	     symlink("precious", "graph.dot.memcall")))
		puts("cannot put something there");
	closefrom(3);
	down(n);
}

int main(void)
{
	work(3000);
	return 0;
}
END
compile moved.c
MEMCALL_OPTIONS=time=all MEMCALL_OUT=graph.dot run ./program
expect_status 0
printf 'precious\n' | expect_text precious
[ -L graph.dot.memcall ] || fail "what was put there was removed"
"$memcall" dump away >/dev/null
