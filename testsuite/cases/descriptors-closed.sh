# SPDX-License-Identifier: MIT
# stdin, stdout and stderr closed, each and all; a program that closes what it
# has not opened, before the extent or after it, or opens files of its own there.
. "$MEMCALL_LIB"
write_observer
compile observer.c
export MEMCALL_OPTIONS=time=all
to=graph.dot
cat >close.sh <<'EOF'
# close.sh WHICH: run ./program with those descriptors closed
case $1 in *0*) exec <&- ;; esac
case $1 in *1*) exec >&- ;; esac
case $1 in *2*) exec 2>&- ;; esac
exec $launch ./program
EOF
for which in 0 1 2 01 02 12 012; do
	compare sh close.sh $which
	expect_status 6
	expect_silence
	expect_file graph.dot
	expect_no_file graph.dot.memcall
	MEMCALL_OUT=out.memcall run sh close.sh $which
	expect_status 6
	expect_observed out.memcall
	rm graph.dot out.memcall
done
for how in closefrom between-closefrom after-closefrom \
	closeall between-closeall after-closeall; do
	compare ./program $how
	expect_status 6
	expect_silence
	expect_file graph.dot
	expect_no_file graph.dot.memcall
	MEMCALL_OUT=out.memcall run ./program $how
	expect_observed out.memcall
	rm graph.dot out.memcall
done
for how in reuse between-reuse after-reuse; do
	compare ./program $how
	expect_status 6
	expect_silence
	expect_file graph.dot
	expect_no_file graph.dot.memcall
	for own in own-*; do
		printf own | cmp -s - "$own" || fail "$own was written to"
	done
	MEMCALL_OUT=out.memcall run ./program $how
	expect_observed out.memcall
	rm graph.dot out.memcall
done
