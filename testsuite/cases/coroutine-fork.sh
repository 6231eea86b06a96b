# SPDX-License-Identifier: MIT
# fork in a coroutine that another one waits for: in the child both are context,
# and what goes on there is resumed, not called.
. "$MEMCALL_LIB"
cat >program.cc <<'EOF'
#include "task.h"
#include <sys/wait.h>
#include <unistd.h>
using task = task_of<void>;
static volatile int sum;
static pid_t child;
static void leaf()
{
	sum = sum + 1;
}
static task forks()
{
	int status = 0;
	child = fork();
	if (child)
		waitpid(child, &status, 0);
	leaf();
	co_return;
}
static task later()
{
	leaf();
	co_return;
}
static task waits()
{
	co_await forks();
	for (int i = 0; i < (child ? 2 : 5); i++)
		co_await later();
}
__attribute__((profile)) void work()
{
	task t = waits();
	t.handle.resume();
}
int main()
{
	work();
	return 0;
}
EOF
compile program.cc -std=c++20 -I"$MEMCALL_SOURCE/testsuite/programs"
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
expect_edge out.memcall work waits 1 4
expect_edge out.memcall waits forks 1 1
expect_edge out.memcall waits later 2 2
mv out.*.memcall child.memcall
expect_edge child.memcall work waits 0 6
expect_edge child.memcall waits forks 0 0
expect_edge child.memcall waits later 5 5
