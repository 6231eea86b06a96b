# SPDX-License-Identifier: MIT
# A child that forks, a fork in a handler, and forks by several threads at once:
# each process has its own calls, below those that were open when it began.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static __thread volatile int sum;
static void leaf(void)
{
	sum = sum + 1;
}
/* The profiles are told apart by how often it was called. */
static void mark(int times)
{
	while (times--)
		leaf();
}
static void third(void)
{
	mark(3);
}
static void second(void)
{
	leaf();
	if (!fork()) {
		third();
		exit(0);
	}
	wait(NULL);
	leaf();
}
static void handler(int signal)
{
	(void)signal;
	leaf();
	if (!fork()) {
		mark(4);
		exit(0);
	}
	wait(NULL);
	leaf();
}
static void deep(int n)
{
	if (n)
		deep(n - 1);
	else
		raise(SIGUSR1);
	leaf();
}
static void *start(void *argument)
{
	int *own = argument;
	for (int i = 0; i < 5; i++) {
		pid_t child = fork();
		if (!child) {
			mark(10 + *own);
			exit(0);
		}
		waitpid(child, NULL, 0);
		leaf();
	}
	return NULL;
}
static void threads(void)
{
	static int numbers[3] = {0, 1, 2};
	pthread_t thread[3];
	for (int i = 0; i < 3; i++)
		pthread_create(&thread[i], NULL, start, &numbers[i]);
	for (int i = 0; i < 3; i++)
		pthread_join(thread[i], NULL);
}
__attribute__((profile)) void work(void)
{
	leaf();
	if (!fork()) {
		second();
		exit(0);
	}
	wait(NULL);
	deep(30);
	threads();
	leaf();
}
int main(void)
{
	signal(SIGUSR1, handler);
	work();
	puts("done");
	return 0;
}
END
compile program.c -pthread
edges()
{
	"$memcall" dump "$1" | sed -n '/^edge/s/ total_ns=.*//p' | sort
}
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
edges out.memcall >edges
expect_text edges <<'END'
edge "deep" -> "deep" calls=30
edge "deep" -> "handler" calls=1
edge "deep" -> "leaf" calls=31
edge "handler" -> "leaf" calls=2
edge "start" -> "leaf" calls=15
edge "threads" -> "start" kind=thread calls=3
edge "work" -> "deep" calls=1
edge "work" -> "leaf" calls=2
edge "work" -> "threads" calls=1
edge (root) -> "work" calls=1
END
ls out.*.memcall >files
expect_lines files 18
for file in $(cat files); do
	edges "$file" >>all
done
sort all | uniq -c | sed 's/^ *//' >edges
expect_text edges <<'END'
1 edge "deep" -> "deep" calls=0
1 edge "deep" -> "handler" calls=0
1 edge "handler" -> "mark" calls=1
5 edge "mark" -> "leaf" calls=10
5 edge "mark" -> "leaf" calls=11
5 edge "mark" -> "leaf" calls=12
1 edge "mark" -> "leaf" calls=3
1 edge "mark" -> "leaf" calls=4
1 edge "second" -> "leaf" calls=2
1 edge "second" -> "third" calls=1
15 edge "start" -> "mark" calls=1
1 edge "third" -> "mark" calls=1
15 edge "threads" -> "start" kind=thread calls=0
1 edge "work" -> "deep" calls=0
1 edge "work" -> "second" calls=0
1 edge "work" -> "second" calls=1
15 edge (root) -> "threads" calls=0
3 edge (root) -> "work" calls=0
END
