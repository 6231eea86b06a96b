# SPDX-License-Identifier: MIT
# fork in an extent, by the main thread or another one: parent and child each
# have a profile, and each counts its own calls only.
. "$MEMCALL_LIB"
cat >program.c <<'EOF'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int sum;
static void leaf(void)
{
	sum = sum + 1;
}
static void both(void)
{
	leaf();
}
static void split(void)
{
	int status = 0;
	pid_t child;
	leaf();
	child = fork();
	for (int i = 0; i < (child ? 10 : 1000); i++)
		both();
	if (!child)
		exit(5);
	waitpid(child, &status, 0);
	printf("%d\n", WEXITSTATUS(status));
}
__attribute__((profile)) void *work(void *unused)
{
	split();
	leaf();
	return unused;
}
static void *outside(void *unused)
{
	return work(unused);
}
int main(int argc, char **argv)
{
	pthread_t thread;
	if (argc > 1 && !strcmp(argv[1], "thread")) {
		pthread_create(&thread, NULL, outside, NULL);
		pthread_join(thread, NULL);
	} else {
		work(NULL);
	}
	return 0;
}
EOF
compile program.c -pthread
for how in main thread; do
	rm -f ./*.memcall
	MEMCALL_OUT=out.memcall run ./program $how
	expect_status 0
	expect_silence
	printf '5\n' | expect_text out
	expect_edge out.memcall '(root)' work 1
	expect_edge out.memcall work split 1
	expect_edge out.memcall split leaf 1
	expect_edge out.memcall split both 10
	expect_edge out.memcall both leaf 10
	expect_edge out.memcall work leaf 1
	ls out.*.memcall >files
	expect_lines files 1
	child=$(cat files)
	expect_edge "$child" split both 1000
	expect_edge "$child" both leaf 1000
	expect_calls "$child" leaf 1000
	expect_calls "$child" work 0
done
