# SPDX-License-Identifier: MIT
# A program that forks before main, even before the recorder is there (a unit's
# constructor has priority 99): each of the processes has a profile of its own, and
# its own calls in it.
. "$MEMCALL_LIB"
cat >program.c <<'EOF'
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int sum;
static int is_child;
static void leaf(void)
{
	sum = sum + 1;
}
__attribute__((profile)) void work(int n)
{
	while (n--)
		leaf();
}
__attribute__((constructor(PRIORITY))) static void divide(void)
{
	if (*getenv("BEFORE"))
		work(7);
	is_child = !fork();
}
int main(void)
{
	int status = 0;
	work(is_child ? 1000 : 10);
	if (is_child)
		exit(5);
	wait(&status);
	printf("%d\n", WEXITSTATUS(status));
	return 0;
}
EOF
for priority in 50 101 65535; do
	compile program.c -w -DPRIORITY=$priority
	for before in '' yes; do
		rm -f ./*.memcall
		BEFORE=$before
		export BEFORE
		MEMCALL_OUT=out.memcall run ./program
		expect_status 0
		expect_silence
		printf '5\n' | expect_text out
		ls out.*.memcall >files
		expect_lines files 1
		expect_edge "$(cat files)" work leaf 1000
		case $priority$before in
		101yes | 65535yes) expect_edge out.memcall work leaf 17 ;;
		*) expect_edge out.memcall work leaf 10 ;;
		esac
	done
done
