# SPDX-License-Identifier: MIT
# A fork within recursion in tail position, and one before it: both processes go
# on, a million deep, and count their own calls only.
. "$MEMCALL_LIB"
cat >program.c <<'EOF'
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile long sum;
static void leaf(void)
{
	sum = sum + 1;
}
static long count(long n, long until)
{
	leaf();
	if (n == until && !fork()) {
		alarm(60);
		return count(999999, -1);
	}
	return n ? count(n - 1, until) : sum;
}
__attribute__((profile)) long work(long until)
{
	int status = 0;
	long counted;
	if (until < 0 && !fork())
		until = -2;
	counted = count(1000000, until);
	if (wait(&status) < 0)
		exit(counted == 1500000 || counted == 1000001 ? 5 : 6);
	printf("%d\n", WIFEXITED(status) ? WEXITSTATUS(status) : -status);
	return counted;
}
int main(int argc, char **argv)
{
	(void)argc;
	printf("%ld\n", work(atol(argv[1])));
	return 0;
}
EOF
compile program.c
for options in time=auto time=all; do
	rm -f ./*.memcall
	MEMCALL_OPTIONS=$options MEMCALL_OUT=out.memcall run ./program 500001
	expect_status 0
	expect_silence
	printf '5\n1000001\n' | expect_text out
	expect_edge out.memcall work count 1
	expect_edge out.memcall count count 1000000
	expect_edge out.memcall count leaf 1000001
	ls out.*.memcall >files
	expect_lines files 1
	expect_edge "$(cat files)" count count 1000000
	expect_edge "$(cat files)" count leaf 1000000

	rm -f ./*.memcall
	MEMCALL_OPTIONS=$options MEMCALL_OUT=out.memcall run ./program -1
	expect_status 0
	expect_silence
	printf '5\n1000001\n' | expect_text out
	expect_edge out.memcall count count 1000000
	ls out.*.memcall >files
	expect_edge "$(cat files)" work count 1
	expect_edge "$(cat files)" count count 1000000
	expect_edge "$(cat files)" count leaf 1000001
done
