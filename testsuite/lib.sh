# SPDX-License-Identifier: MIT
# Helpers for cases that are shell scripts: . "$MEMCALL_LIB"
#
# A script runs with `sh -eu` in an empty folder of its own, with MEMCALL_BUILD,
# MEMCALL_SOURCE, CC and CXX set and no other MEMCALL_ variable.  It passes by exit status 0, if
# it made at least one check (an expect_ function); `skip REASON` ends it.

memcall=$MEMCALL_BUILD/memcall
plugin=-fplugin=$MEMCALL_BUILD/memcall.so
export LC_ALL=C

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

# program.c: work() is marked and called once, twice() 3 times, leaf() 6 times.
# The argument says how it ends: an exit status, or one of the words below.
write_program()
{
	cat >program.c <<'END'
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int leaf(int i)
{
	return i + 1;
}

static int twice(int i)
{
	return leaf(i) + leaf(i);
}

__attribute__((profile)) int work(const char *end)
{
	int i, sum = 0;

	for (i = 0; i < 3; i++)
		sum += twice(i);
	if (!strcmp(end, "kill"))
		raise(SIGKILL);
	if (!strcmp(end, "_exit"))
		_exit(5);
	if (!strcmp(end, "segv"))
		raise(SIGSEGV);
	if (!strcmp(end, "wait"))
		usleep(700000);
	return sum;
}

int main(int argc, char **argv)
{
	const char *end = argc > 1 ? argv[1] : "";

	if (!strcmp(end, "nothing"))
		return 0;
	if (!strcmp(end, "chdir") && chdir("/"))
		return 2;
	if (!strcmp(end, "fork"))
		fork();
	printf("sum %d\n", work(end));
	if (!strcmp(end, "fork"))
		wait(NULL);
	if (!strcmp(end, "exec")) {
		fflush(stdout);
		execl("/proc/self/exe", argv[0], NULL);
	}
	return argc > 1 ? atoi(end) : 0;
}
END
}

# program.cc: recursion, mutual recursion, threads, memory and odd names, for
# cases that read an output format back.  Compile it with -pthread.
write_various()
{
	cat >program.cc <<'END'
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

static volatile int sink;

static void spin(int n)
{
	for (int i = 0; i < n * 1000; i++)
		sink = sink + i;
}

template <char C> int letter(int n)
{
	spin(2);
	return n + C;
}

static void odd(int n);

static void even(int n)
{
	spin(5);
	if (n)
		odd(n - 1);
}

static void odd(int n)
{
	spin(3);
	if (n)
		even(n - 1);
}

static int fib(int n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static void keep()
{
	char *p = (char *)malloc(4 << 20);

	memset(p, 1, 4 << 20);
	sink = sink + p[sink & 1023];
}

static void start(int n)
{
	spin(20);
	even(n);
}

__attribute__((profile)) int work()
{
	std::thread other(start, 3);
	int sum = fib(12) + letter<'"'>(1) + letter<'\\'>(1) + letter<';'>(1) +
		  letter<'{'>(1) + letter<'\n'>(1);

	even(7);
	keep();
	other.join();
	return sum;
}

int main()
{
	std::printf("%d\n", work() + work());
	return 0;
}
END
}

# check_python [ARGUMENT ...]: a check in Python, which comes on stdin and may
# import dumped.
check_python()
{
	: >.checked
	PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$MEMCALL_SOURCE/testsuite \
		python3 - "$@" || fail "the check in Python"
}

# observer.c: work() is marked and called once, down() and leaf() 2001 times
# each, so that the profile has to grow.  It prints what must be the same around
# them.  Its argument names what it does before that, or, with "after-" in front,
# after it, or, with "between-", when nine of the calls are over.  Its exit
# status is 6.
write_observer()
{
	cat >observer.c <<'END'
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile long sum;
static int descriptor; /* the next one, where all is as it should be */

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

static int next_descriptor(void)
{
	int fd = open("/", O_RDONLY);

	close(fd);
	return fd;
}

/* Files of its own wherever there is room, but for one. */
static void fill_descriptors(void)
{
	char name[32];

	for (int fd = 3; fd < 600; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		snprintf(name, sizeof(name), "own-%d", fd);
		if (open(name, O_RDWR | O_CREAT | O_TRUNC, 0644) != fd)
			exit(3);
		if (write(fd, "own", 3) != 3)
			exit(4);
	}
	close(3);
}

static void disturb(const char *how)
{
	int failed = 0;

	if (!strcmp(how, "chdir"))
		failed = chdir("/");
	if (!strcmp(how, "chroot"))
		failed = chroot("empty") || chdir("/");
	if (!strcmp(how, "drop"))
		failed = setgroups(0, NULL) || setgid(65534) || setuid(65534);
	if (!strcmp(how, "closefrom") || !strcmp(how, "reuse"))
		closefrom(3);
	if (!strcmp(how, "closeall"))
		closefrom(0);
	if (!strcmp(how, "reuse"))
		fill_descriptors();
	if (!strcmp(how, "fork") && fork() > 0)
		wait(NULL);
	if (failed)
		exit(2);
	descriptor = next_descriptor();
	errno = 77;
}

__attribute__((profile)) void work(int n, const char *how)
{
	down(8);
	if (!strncmp(how, "between-", 8))
		disturb(how + 8);
	down(n);
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	int wrong = 0;
	sigset_t set, now;
	mode_t mask;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_SETMASK, &set, NULL);
	disturb(how);
	work(1991, how);
	wrong |= errno != 77;
	sigprocmask(SIG_SETMASK, NULL, &now);
	for (int signal = 1; signal < NSIG; signal++)
		if (sigismember(&set, signal) != sigismember(&now, signal))
			wrong |= 2;
	wrong |= next_descriptor() != descriptor ? 4 : 0;
	mask = umask(0);
	umask(mask);
	printf("sum %ld, descriptor %d, umask %o, wrong %d\n", sum,
	       descriptor, (unsigned)mask, wrong);
	fflush(stdout);
	if (!strncmp(how, "after-", 6))
		disturb(how + 6);
	return wrong ? 40 + wrong : 6;
}
END
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
