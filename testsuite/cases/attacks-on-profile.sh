# SPDX-License-Identifier: MIT
# In a folder that another user can write to, that user puts something in the way
# of FILE.memcall, or of FILE: no file of the victim's is written through it, the
# program does not map what is another's, does not wait, and is as ever; one line
# says so.
. "$MEMCALL_LIB"
unsanitized any "it starts programs as another user, who must read the sanitizer"
two_users
write_program
compile program.c
cp program "$parts"
echo 'sum 12' >expected

# begin MODE: an empty folder with that mode, and a file that the victim needs
begin()
{
	folder=$shared/$1
	home=$shared/home
	rm -rf "$folder" "$home"
	mkdir "$folder" "$home"
	chmod "$1" "$folder"
	chown "$uid" "$home"
	chmod 755 "$home"
	printf 'precious\n' >"$home/file"
	chown "$uid" "$home/file"
	chmod 644 "$home/file"
	cd "$folder"
}

# Runs the program as the user $uid with MEMCALL_OUT=$1.
attacked()
{
	run as_user $uid env MEMCALL_OUT="$1" timeout 60 "$parts/program"
	cd "$case"
	expect_status 0
	expect_text out <expected
	printf 'precious\n' | expect_text "$home/file"
	[ "$(ls "$home")" = file ] || fail "$(ls "$home") is there"
}

case=$PWD
run() # as that of lib.sh, here and not in the folder
{
	status=0
	"$@" >"$case/out" 2>"$case/err" || status=$?
}

# The victim is a user, or root in a folder of a user's.
for uid in $victim 0; do
	for mode in 1777 777; do
		# of the attacker's, empty or like a profile
		begin $mode
		as_user $attacker sh -c 'umask 0; : >graph.dot.memcall'
		attacked graph.dot
		expect_message 'cannot write .*graph\.dot\.memcall.*another user'
		[ "$(stat -c %u:%s "$folder/graph.dot.memcall")" = \
			$attacker:0 ] || fail "the attacker's file was used"
		expect_no_file "$folder/graph.dot"
		for link in "$home/file" "$home/new" /dev/null; do
			begin $mode
			as_user $attacker ln -s "$link" graph.dot.memcall
			attacked graph.dot
			expect_message 'cannot write .*symbolic link'
			begin $mode
			as_user $attacker ln -s "$link" raw.memcall
			attacked raw.memcall
			[ "$link" = /dev/null ] ||
				expect_message 'cannot write .*symbolic link of'
		done
		begin $mode
		ln "$home/file" graph.dot.memcall
		attacked graph.dot
		expect_message 'cannot write .*graph\.dot\.memcall.*hard link'
		begin $mode
		as_user $attacker mkfifo -m 666 graph.dot.memcall
		attacked graph.dot
		expect_message 'cannot write .*not a regular file'
		begin $mode
		as_user $attacker mkdir -m 777 graph.dot.memcall
		attacked graph.dot
		expect_message 'cannot write .*Is a directory'
		# in the way of the result
		begin $mode
		as_user $attacker ln -s "$home/file" graph.dot
		attacked graph.dot
		expect_line err 'memcall: cannot write .*symbolic link of another'
		expect_calls "$folder/graph.dot.memcall" leaf 6
		begin $mode
		as_user $attacker mkfifo -m 666 graph.dot
		attacked graph.dot
		expect_line err 'memcall: cannot write .*FIFO of another'
		begin $mode
		ln "$home/file" graph.dot
		attacked graph.dot
	done
done

# Someone keeps changing what is there, while program after program starts.
uid=$victim
begin 777
as_user $attacker sh -c 'while :; do
	ln -s ../home/file graph.dot.memcall
	rm -f graph.dot.memcall
	touch graph.dot.memcall
	rm -f graph.dot.memcall
	ln -s ../home/file graph.dot
	rm -f graph.dot
done' 2>/dev/null &
changing=$!
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	cd "$folder"
	attacked graph.dot
done
kill $changing
wait $changing 2>/dev/null || :
