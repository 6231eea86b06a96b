# SPDX-License-Identifier: MIT
# A program that forbids itself system calls (the kernel's strict mode), or to
# read the clock, goes on as ever: it is recorded until then, which one line
# says, and what it calls afterwards is counted as lost.
. "$MEMCALL_LIB"
native "QEMU refuses or ignores prctl"
unsanitized any "a sanitizer makes system calls of its own"
cat >program.c <<'EOF'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <linux/seccomp.h>
#include <unistd.h>
static volatile long sum;
static void leaf(void)
{
	sum = sum + 1;
}
static void deep(int n)
{
	leaf();
	if (n)
		deep(n - 1);
	leaf();
}
static int renounce(const char *what)
{
	if (!strcmp(what, "refused"))
		return !prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT + 100);
	if (!strcmp(what, "clock"))
		return prctl(PR_SET_TSC, PR_TSC_SIGSEGV);
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
}
__attribute__((profile)) void again(void)
{
	deep(10);
}
__attribute__((profile)) int work(const char *what)
{
	deep(3);
	if (renounce(what))
		return 1;
	for (int i = 0; i < 100000; i++)
		deep(5);
	return 0;
}
int main(int argc, char **argv)
{
	static const char done[] = "done\n";
	if (argc < 2 || work(argv[1]))
		return 2;
	again();
	if (write(1, done, 5) != 5)
		return 3;
	if (!strcmp(argv[1], "calls"))
		syscall(SYS_exit, 7);
	return 7;
}
EOF
compile program.c
to=out.memcall
for options in time=auto time=all time=off:mem=off; do
	export MEMCALL_OPTIONS=$options
	for what in calls clock; do
		rm -f out.memcall
		compare ./program $what
		expect_status 7
		expect_message 'forbids itself.*memcall convert'
		expect_edge out.memcall '(root)' work 1
		expect_edge out.memcall work deep 1
		expect_edge out.memcall work renounce 1
		expect_edge out.memcall deep deep 3
		expect_edge out.memcall deep leaf 8
		expect_calls out.memcall deep 4
		"$memcall" dump out.memcall >dump
		expect_line dump 'profile .* lost=1 '
	done
	rm -f out.memcall
	compare ./program refused
	expect_status 7
	expect_silence
	expect_edge out.memcall work deep 100001
	expect_edge out.memcall '(root)' again 1
done
