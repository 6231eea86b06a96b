# SPDX-License-Identifier: MIT
# A file system of 8 MB, as containers have for /dev/shm, and a profile that would
# take more: one line when it is full, no signal, and every call is counted, the
# further contexts as "(other)".  What else is in it stays.
. "$MEMCALL_LIB"
may_mount
cat >program.c <<'END'
#include <errno.h>
#include <signal.h>
#include <stdio.h>

#define FUNCTIONS(f) \
	f(0) f(1) f(2) f(3) f(4) f(5) f(6) f(7) f(8) f(9) f(10) f(11)

typedef void step(unsigned long way);

static volatile long sum;

/* Whom to call, who calls whom, and so on: four of twelve. */
#define DECLARE(n) static void f##n(unsigned long way);
#define NAME(n) f##n,
FUNCTIONS(DECLARE)
static step *const steps[] = {FUNCTIONS(NAME)};
#define DEFINE(n) \
	static void f##n(unsigned long way) \
	{ \
		sum = sum + 1; \
		if (way) \
			steps[way % 12](way / 12); \
	}
FUNCTIONS(DEFINE)

__attribute__((profile)) void work(void)
{
	/* the leading 1 keeps zeros in front */
	for (unsigned long i = 20736; i < 2 * 20736; i++)
		steps[i % 12](i / 12);
}

int main(void)
{
	sigset_t set;

	errno = 77;
	work();
	printf("%ld, errno %d\n", sum, errno);
	sigprocmask(SIG_SETMASK, NULL, &set);
	for (int signal = 1; signal < NSIG; signal++)
		if (sigismember(&set, signal))
			printf("%d is blocked\n", signal);
	return 6;
}
END
compile program.c
mkdir small kept
cat >mounted.sh <<'EOF'
# mounted.sh SIZE
mount -t tmpfs -o size=$1 none small
echo own >small/own
status=0
$launch ./program || status=$?
rm -f kept/*
cp small/* kept 2>/dev/null || :
exit $status
EOF
to=$PWD/small/out.memcall
for size in 8m 1m; do
	compare $unshare sh -eu mounted.sh $size
	expect_status 6
	expect_message 'cannot grow.*No space left'
	printf '103680, errno 77\n' | expect_text out
	echo own | expect_text kept/own
	expect_edge kept/out.memcall '(root)' work 1
	"$memcall" dump kept/out.memcall >dump
	expect_line dump 'function "\(other\)"'
	expect_line dump 'profile .* lost=0 '
	sed -n 's/^function "[f(].* calls=\([0-9]*\) .*/\1/p' dump |
		awk '{ sum += $1 } END { exit sum != 103680 }' ||
		fail "not all calls are there: $(cat dump)"
	"$memcall" convert kept/out.memcall -o out.dot
done
# Where there is room, each function is told apart.
MEMCALL_OUT=all.memcall run ./program
expect_status 6
expect_silence
expect_no_line dump 'function "f11" .* calls=6912 '
expect_calls all.memcall f11 6912
[ "$(stat -c %s all.memcall)" -gt 8388608 ] || fail "it is not large enough"
