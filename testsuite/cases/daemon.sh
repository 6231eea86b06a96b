# SPDX-License-Identifier: MIT
# A program that becomes a daemon in the middle: what it does afterwards is in
# the profile of the process that it has become.
. "$MEMCALL_LIB"
cat >program.c <<'EOF'
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>
static volatile int sum;
static void leaf(void)
{
	sum = sum + 1;
}
__attribute__((profile)) void before(void)
{
	for (int i = 0; i < 3; i++)
		leaf();
}
__attribute__((profile)) void work(void)
{
	for (int i = 0; i < 20; i++)
		leaf();
}
int main(int argc, char **argv)
{
	int ends = open(argv[1], O_WRONLY);
	if (argc > 2)
		before();
	if (daemon(0, 0))
		return 1;
	work();
	if (argc > 3)
		raise(SIGKILL);
	return ends < 0;
}
EOF
compile program.c
mkfifo ends
for arguments in ends "ends before" "ends before killed"; do
	rm -f ./*.memcall
	# the reader waits until the daemon has gone
	timeout 20 cat ends &
	MEMCALL_OUT=out.memcall run ./program $arguments
	wait $!
	expect_status 0
	expect_silence
	ls out.*memcall >files
	case $arguments in
	*before*)
		# daemon's parent ends by _exit
		expect_lines files 2
		expect_edge out.memcall before leaf 3
		;;
	*)
		expect_lines files 1
		;;
	esac
	ls out.*.memcall >files 2>/dev/null || ls out.memcall >files
	expect_lines files 1
	expect_edge "$(cat files)" work leaf 20
	expect_edge "$(cat files)" '(root)' work 1
done
