# SPDX-License-Identifier: MIT
# Helpers for cases that are shell scripts: . "$MEMCALL_LIB"
#
# A script runs with `sh -eu` in an empty folder of its own, with MEMCALL_BUILD,
# MEMCALL_SOURCE, CC and CXX set and no other MEMCALL_ variable.  It passes by exit status 0, if
# it made at least one check (an expect_ function); `skip REASON` ends it.

memcall=$MEMCALL_BUILD/memcall
plugin=-fplugin=$MEMCALL_BUILD/memcall.so
export LC_ALL=C
# What a case has make do is not the concern of the make that runs it.
unset MAKEFLAGS MFLAGS MAKELEVEL

fail()
{
	printf 'failed: %s\n' "$*"
	exit 1
}

skip()
{
	printf '%s\n' "$*"
	exit 77
}

# unsanitized NAME REASON: skip where recorder and command are built with this
# sanitizer; NAME may be any.
unsanitized()
{
	case any,${MEMCALL_SANITIZED:-any} in
	any,any) ;;
	*"$1"*) skip "$2" ;;
	esac
}

# native REASON: skip where programs run in an emulator of their processor.
native()
{
	[ -z "${TEST_EMULATOR-}" ] || skip "$1"
}

# machine NAME REASON: skip where the compiler is for another processor.
machine()
{
	case $($CC -dumpmachine) in
	"$1"*) ;;
	*) skip "$2" ;;
	esac
}

need()
{
	for tool; do
		command -v "$tool" >/dev/null 2>&1 || skip "no $tool here"
	done
}

# compile SOURCE [FLAG ...]: with the plugin into ./program; stderr must be
# empty.
compile()
{
	source=$1
	shift
	case $source in
	*.c) compiler=$CC ;;
	*) compiler=$CXX ;;
	esac
	$compiler -g -O2 "$plugin" "$source" "$@" -o program \
		2>compiler.err ||
		fail "the compiler refuses $source: $(cat compiler.err)"
	[ ! -s compiler.err ] || fail "the compiler says: $(cat compiler.err)"
}

# $launch goes before a program that does not come after "run": it has a
# sanitizer loaded that shells do not stand.
launch=${launch-}
export launch

# What has to be preloaded ahead of anything else, with a colon; may be "".
preloaded=${launch#env LD_PRELOAD=}
preloaded=${preloaded:-${LD_PRELOAD-}}
preloaded=${preloaded:+$preloaded:}

# run COMMAND [ARGUMENT ...]: keep its stdout in out, its stderr in err and its
# status in $status.
run()
{
	status=0
	# the outer redirections are for the shell's own "Killed"
	case " $* " in
	*" sh "*) { (exec "$@" >out 2>err) || status=$?; } 2>/dev/null ;;
	*) { (exec $launch "$@" >out 2>err) || status=$?; } 2>/dev/null ;;
	esac
}

# The status of the last run; a signal N is 128+N.
expect_status()
{
	: >.checked
	[ "$status" -eq "$1" ] ||
		fail "exit status $status, expected $1: $(cat out err)"
}

# expect_text FILE: what the file consists of comes on stdin.
expect_text()
{
	: >.checked
	cat >.expected
	cmp -s .expected "$1" || fail "$1 is not as expected: $(cat "$1")"
}

# expect_lines FILE NUMBER
expect_lines()
{
	: >.checked
	[ "$(wc -l <"$1")" -eq "$2" ] ||
		fail "$1 should have $2 lines: $(cat "$1")"
}

# expect_line FILE REGEX: some line of the file matches, anchored at its start.
expect_line()
{
	: >.checked
	grep -Eq -e "^$2" "$1" || fail "no line $2 in $1: $(cat "$1")"
}

expect_no_line()
{
	: >.checked
	! grep -Eq -e "^$2" "$1" || fail "a line $2 in $1: $(cat "$1")"
}

# One line from memcall on stderr of the last run, which matches the regex.
expect_message()
{
	expect_lines err 1
	expect_line err "memcall: .*$1"
}

expect_silence()
{
	: >.checked
	[ ! -s err ] || fail "stderr is not empty: $(cat err)"
}

expect_file()
{
	: >.checked
	for file; do
		[ -s "$file" ] || fail "no $file was written: $(ls)"
	done
}

expect_no_file()
{
	: >.checked
	for file; do
		[ ! -e "$file" ] || fail "$file is there: $(ls)"
	done
}

# expect_calls PROFILE FUNCTION CALLS, by display name
expect_calls()
{
	expect_in_dump "$1" "calls=$3" -- "$2"
}

# expect_edge PROFILE CALLER CALLEE CALLS [RESUMES]; the root is (root)
expect_edge()
{
	expect_in_dump "$1" "calls=$4" ${5:+"resumes=$5"} -- "$2" "$3"
}

expect_in_dump()
{
	: >.checked
	python3 "$MEMCALL_SOURCE/testsuite/dumped.py" "$memcall" "$@" \
		2>.wrong || fail "$(cat .wrong)"
}

# The programs that several cases run, of testsuite/programs; each says there
# what it does.
write_program()
{
	cp "$MEMCALL_SOURCE/testsuite/programs/program.c" .
}

write_various()
{
	cp "$MEMCALL_SOURCE/testsuite/programs/various.cc" program.cc
}

write_observer()
{
	cp "$MEMCALL_SOURCE/testsuite/programs/observer.c" .
}

# check_python [ARGUMENT ...]: a check in Python, which comes on stdin and may
# import dumped.
check_python()
{
	: >.checked
	PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$MEMCALL_SOURCE/testsuite \
		python3 - "$@" || fail "the check in Python"
}

# hold_once [OPTIONS]: `check`, which the case defines, holds for out.memcall of one
# of three runs of ./program.
hold_once()
{
	for attempt in 1 2 3; do
		MEMCALL_OPTIONS=${1-} MEMCALL_OUT=out.memcall run ./program
		expect_status 0
		(check) >differences 2>&1 && return
	done
	fail "${1-}: $(cat differences)"
}

# start_loops: keeps the processors busy until the case ends.
start_loops()
{
	for i in 1 2 3 4; do
		sh -c 'while :; do :; done' &
		loops="${loops-} $!"
	done
	trap 'kill $loops' EXIT
}

# compare COMMAND [ARGUMENT ...]: run it unrecorded, then with MEMCALL_OUT=$to;
# what it prints and its status must be the same.
compare()
{
	: >.checked
	run "$@"
	expect_silence
	mv out out.plain
	plain_status=$status
	MEMCALL_OUT=$to run "$@"
	[ "$status" -eq "$plain_status" ] ||
		fail "exit status $status, unrecorded $plain_status: $(cat err)"
	cmp -s out out.plain ||
		fail "says $(cat out), unrecorded $(cat out.plain)"
}

# What observer.c calls.
expect_observed()
{
	expect_edge "$1" '(root)' work 1
	expect_calls "$1" down 2001
	expect_calls "$1" leaf 2001
}

# Sets $unshare to what runs a command in a mount namespace of its own, in which
# it may mount; skips the case if there is none to be had.
may_mount()
{
	need unshare
	unshare="unshare -m"
	[ "$(id -u)" -eq 0 ] || unshare="unshare -r -m"
	$unshare mount -t tmpfs none /tmp 2>/dev/null ||
		skip "cannot mount here"
}

# as_user UID COMMAND [ARGUMENT ...]: as that user, and nobody else.
as_user()
{
	as_uid=$1
	shift
	setpriv --reuid="$as_uid" --regid="$as_uid" --clear-groups -- "$@"
}

# two_users: the two of a case that root gives up its rights for, $victim and
# $attacker; both can use what is in $parts, a copy of the build, and write to
# $shared.  Other users than root cannot be two.
two_users()
{
	victim=61001
	attacker=61002
	[ "$(id -u)" -eq 0 ] || skip "only root can be two users"
	need setpriv
	shared=$(mktemp -d)
	trap 'rm -rf "$shared"' EXIT
	parts=$shared/parts
	mkdir "$parts"
	chmod 755 "$shared" "$parts"
	cp "$MEMCALL_BUILD"/*.so "$MEMCALL_BUILD/memcall" "$parts"
	chmod 755 "$parts"/*
	plugin=-fplugin=$parts/memcall.so
	memcall=$parts/memcall
	as_user $victim test -r "$parts/memcall.so" ||
		skip "other users cannot read what is below $shared"
}

# start_build TOOL ...: for cases that build examples/builds, in ./project, as the
# build folder's memcall.pc and memcall-config.cmake say; skips without the
# tools.  Profiles that configuring leaves are named left.*.
start_build()
{
	unsanitized any "build systems run what a sanitizer must be loaded into"
	native "build systems run what they build"
	need "$@"
	[ -e "$MEMCALL_BUILD/memcall.pc" ] ||
		skip "what was built comes without memcall.pc"
	cp -r "$MEMCALL_SOURCE/examples/builds" project
	PKG_CONFIG_PATH=$MEMCALL_BUILD
	MEMCALL_OUT=$PWD/left.%p.memcall
	export PKG_CONFIG_PATH CC CXX MEMCALL_OUT
}

# expect_build PROGRAM: it is recorded, and configuring left no profile.
expect_build()
{
	expect_no_file left.*
	MEMCALL_OUT=out.memcall run "$1"
	expect_status 0
	expect_silence
	expect_edge out.memcall '(root)' text::Counter::count 1
	expect_edge out.memcall text::Counter::count text::Counter::add 6
	rm out.memcall
}

# logged COMMAND ...: it must succeed.
logged()
{
	"$@" >log 2>&1 || fail "$*: $(cat log)"
}
