# SPDX-License-Identifier: MIT
# A filter of system calls that refuses getpid: file names have the number of the
# process all the same, and a child is told from its parent.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int sum;
static void leaf(void)
{
	sum = sum + 1;
}
__attribute__((profile)) void work(int n)
{
	pid_t child;
	leaf();
	child = fork();
	while (n-- > 0)
		leaf();
	if (!child)
		leaf();
	else
		wait(NULL);
}
int main(int argc, char **argv)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getpid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	char *again[] = {argv[0], NULL};
	struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};
	printf("%d\n", getpid());
	fflush(stdout);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		return 77;
	if (argc > 1)
		execv(argv[0], again);
	work(10);
	return 6;
}
END
compile program.c
run ./program
[ "$status" -ne 77 ] || skip "no filters of system calls here"
# Refused from the start, and while the program runs.
for how in '' again; do
	MEMCALL_OUT=%p.memcall run ./program $how
	expect_silence
	pid=$(head -n 1 out)
	expect_edge "$pid.memcall" work leaf 11
	rm "$pid.memcall"
	ls ./*.memcall >files
	expect_lines files 1
	expect_line files '\./[1-9][0-9]{0,9}\.memcall'
	expect_edge "$(cat files)" work leaf 11
	rm ./*.memcall
	MEMCALL_OUT=out.memcall run ./program $how
	expect_silence
	expect_edge out.memcall work leaf 11
	ls out.*.memcall >files
	expect_lines files 1
	expect_line files 'out\.[1-9][0-9]{0,9}\.memcall'
	rm ./*.memcall
done
