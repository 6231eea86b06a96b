# SPDX-License-Identifier: MIT
# A process in which no marked function ran writes no file and says so; not so the
# children of a server that does.
. "$MEMCALL_LIB"
write_program
compile program.c
MEMCALL_OUT=graph.dot run ./program nothing
expect_status 0
expect_message 'no marked function ran'
expect_no_file graph.dot graph.dot.memcall

cat >server.c <<'END'
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
__attribute__((profile)) int work(void)
{
	return 3;
}
static pid_t divide(int i)
{
	return i % 2 ? fork() : (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}
int main(int argc, char **argv)
{
	int sum = argc > 1 && !strcmp(argv[1], "records") ? work() : 3;
	for (int i = 0; i < 6; i++)
		if (!divide(i))
			exit(0);
	while (wait(NULL) > 0)
		;
	return sum;
}
END
compile server.c
MEMCALL_OUT=server.dot run ./program
expect_status 3
expect_message 'no marked function ran'
expect_no_file server.dot
MEMCALL_OUT=server.dot run ./program records
expect_status 3
expect_silence
expect_file server.dot
[ "$(ls server*dot)" = server.dot ] || fail "children wrote $(ls)"
