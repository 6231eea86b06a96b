# SPDX-License-Identifier: MIT
# A child's time and memory are its own: nothing of what the parent spent and took
# before the fork is in the child's profile.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
static volatile long sum;
__attribute__((no_instrument_function)) static long now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000L + t.tv_nsec;
}
static void busy(long ns)
{
	for (long end = now() + ns; now() < end;)
		sum = sum + 1;
}
static void grow(size_t bytes)
{
	char *block = malloc(bytes);
	memset(block, 1, bytes);
	sum = sum + block[sum % bytes];
}
static void split(void)
{
	long before;
	if (fork()) {
		wait(NULL);
		return;
	}
	before = now();
	busy(1000000);
	grow(1 << 20);
	fprintf(stderr, "child=%ld\n", now() - before);
	exit(0);
}
__attribute__((profile)) void work(void)
{
	for (int i = 0; i < 50; i++)
		busy(10000000);
	grow(32 << 20);
	split();
}
int main(void)
{
	work();
	return 0;
}
END
compile program.c
# number FUNCTION KEY: what the dump has of it
number()
{
	sed -n "s/^function \"$1\" .* $2=\(-*[0-9]*\).*/\1/p" dump
}
for options in time=auto time=all; do
	rm -f ./*.memcall
	MEMCALL_OPTIONS=$options MEMCALL_OUT=out.memcall run ./program
	expect_status 0
	lasts=$(sed -n 's/^child=//p' err)
	ls out.*.memcall >files
	expect_lines files 1
	"$memcall" dump "$(cat files)" >dump
	expect_calls "$(cat files)" busy 1
	[ "$(number busy total_ns)" -ge 900000 ] &&
		[ "$(number busy total_ns)" -le "$lasts" ] &&
		[ "$(number busy max_ns)" -le "$lasts" ] ||
		fail "busy in the child, of $lasts ns: $(cat dump)"
	case ${MEMCALL_SANITIZED-}$(number grow rss_bytes) in
	'' | [a-z]*) ;; # it is not watched here, or a sanitizer's, too
	*) [ "$(number grow rss_bytes)" -lt $((4 << 20)) ] &&
		[ "$(number work rss_bytes)" -lt $((8 << 20)) ] ||
		fail "memory of the child: $(cat dump)" ;;
	esac
	"$memcall" dump out.memcall >dump
	expect_calls out.memcall busy 50
	[ "$(number busy total_ns)" -ge 500000000 ] ||
		fail "busy in the parent: $(cat dump)"
done
