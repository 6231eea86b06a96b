# SPDX-License-Identifier: MIT
# exec in an extent: one that fails changes nothing, one that succeeds leaves
# what was recorded, and the new image has a profile of its own.
. "$MEMCALL_LIB"
cat >program.c <<'EOF'
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
static volatile int sum;
static void leaf(void)
{
	sum = sum + 1;
}
static void replace(const char *path, char *second)
{
	char *arguments[] = {"program", second, NULL};
	execv(path, arguments);
}
__attribute__((profile)) void work(int n, const char *second)
{
	for (int i = 0; i < n; i++)
		leaf();
	if (second) {
		for (int i = 0; i < 5; i++)
			replace("/nonexistent/program", "x");
		printf("failed: %d\n", errno == ENOENT);
		fflush(stdout);
		leaf();
		replace("/proc/self/exe", "again");
		_exit(9);
	}
}
int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		work(3, NULL);
	else
		work(10, "again");
	printf("%d\n", sum);
	return 0;
}
EOF
compile program.c
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
printf 'failed: 1\n3\n' | expect_text out
expect_edge out.memcall '(root)' work 1
expect_edge out.memcall work leaf 11
expect_edge out.memcall work replace 6
expect_edge out-2.memcall '(root)' work 1
expect_edge out-2.memcall work leaf 3
