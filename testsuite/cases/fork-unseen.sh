# SPDX-License-Identifier: MIT
# A child that was made without the C library's fork has a profile of its own all
# the same, and leaves its parent's alone.
. "$MEMCALL_LIB"
native "QEMU does not wipe memory in a forked child (MADV_WIPEONFORK)"
cat >program.c <<'END'
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int sum;
__attribute__((noinline)) static void leaf(void)
{
	char *memory = malloc(50000);
	memory[40000] = 1;
	sum += memory[40000];
}
__attribute__((profile)) void work(int n)
{
	int status = 0;
	pid_t child;
	leaf();
	child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (!child)
		n = 3;
	while (n--)
		leaf();
	if (child)
		waitpid(child, &status, 0);
	else
		exit(0);
	if (status)
		printf("the child ended with %x\n", status);
}
int main(void)
{
	work(10);
	return 0;
}
END
compile program.c
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
printf '' | expect_text out
expect_calls out.memcall leaf 11
ls out.*.memcall >files
expect_lines files 1
expect_calls "$(cat files)" leaf 3
