# SPDX-License-Identifier: MIT
# A filter of system calls that kills whoever calls perf_event_open, or sends a
# signal, or refuses: calls are counted as ever, without the ring.  One that lets
# it pass changes nothing.  So it is with the other calls that time is known by.
. "$MEMCALL_LIB"
write_observer
compile observer.c
cat >filter.c <<'END'
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* filter HOW COMMAND: kill, thread, trap, refuse, or allow; or the number of
   another call that kills */
int main(int argc, char **argv)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_perf_event_open, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {sizeof(code) / sizeof(code[0]), code};

	if (argc < 3)
		return 1;
	if (atoi(argv[1]))
		code[1].k = (unsigned)atoi(argv[1]);
	if (!strcmp(argv[1], "thread"))
		code[2].k = SECCOMP_RET_KILL_THREAD;
	if (!strcmp(argv[1], "trap"))
		code[2].k = SECCOMP_RET_TRAP;
	if (!strcmp(argv[1], "refuse"))
		code[2].k = SECCOMP_RET_ERRNO | EPERM;
	if (!strcmp(argv[1], "allow"))
		code[2].k = SECCOMP_RET_ALLOW;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		return 77;
	execv(argv[2], argv + 2);
	return 1;
}
END
$CC filter.c -o filter
to=out.memcall
for how in kill thread trap refuse; do
	run ./filter $how ./program
	[ "$status" -ne 77 ] || skip "no filters of system calls here"
	compare ./filter $how ./program
	expect_status 6
	expect_silence
	expect_observed out.memcall
	"$memcall" dump out.memcall >dump
	expect_no_line dump 'profile .*gate=[a-z+]*ring'
	rm out.memcall
done
gate()
{
	"$memcall" dump out.memcall | sed -n 's/^profile .*\(gate=[^ ]*\).*/\1/p'
}

compare ./program
without=$(gate)
compare ./filter allow ./program
expect_observed out.memcall
[ "$(gate)" = "$without" ] || fail "$(gate) with a filter, $without without"

# Numbers for x86-64: io_uring_setup, io_uring_register, pipe2.
[ "$(uname -m)" = x86_64 ] || exit 0
for number in 425 427 293; do
	for gate in ring+brk+calls none; do
		export MEMCALL_OPTIONS=gate=$gate
		compare ./filter $number ./program
		expect_observed out.memcall
		rm out.memcall
	done
done
