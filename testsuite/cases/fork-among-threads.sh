# SPDX-License-Identifier: MIT
# A fork while other threads call, start threads and are numbered, and a parent
# that goes on at once, out of the function that forked: each child has its own
# calls only, and all of them.
. "$MEMCALL_LIB"
unsanitized any "they start no threads in a child of a process with several"
cat >program.c <<'END'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int stop;
static __thread volatile long sum;
static long rounds;
static void leaf(void)
{
	sum = sum + 1;
}
static void nap(void)
{
	leaf();
}
static void *tiny(void *argument)
{
	leaf();
	return argument;
}
static void start_tiny(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, tiny, NULL);
	pthread_join(thread, NULL);
}
static void *busy(void *argument)
{
	for (; !stop; __atomic_fetch_add(&rounds, 1, __ATOMIC_RELAXED)) {
		for (int i = 0; i < 1000; i++)
			nap();
		start_tiny();
	}
	return argument;
}
static void in_child(void)
{
	for (int i = 0; i < 77; i++)
		leaf();
	start_tiny();
}
static void deep(int n)
{
	if (n)
		deep(n - 1);
	leaf();
}
static int split(void)
{
	int is_child = !fork();
	if (is_child)
		in_child();
	return is_child;
}
__attribute__((profile)) int work(void)
{
	int status, right = 0;
	pthread_t threads[3];
	for (int i = 0; i < 3; i++)
		pthread_create(&threads[i], NULL, busy, NULL);
	for (int i = 0; i < 40; i++) {
		if (split()) {
			for (int k = 0; k < 20; k++)
				nap();
			exit(7);
		}
		deep(10);
	}
	while (wait(&status) > 0)
		right += WIFEXITED(status) && WEXITSTATUS(status) == 7;
	stop = 1;
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	return right;
}
int main(void)
{
	int right = work();
	fprintf(stderr, "rounds=%ld\n", rounds);
	printf("%d\n", right);
	return 0;
}
END
compile program.c -pthread
cat >expected <<'END'
edge "in_child" -> "leaf" calls=77
edge "in_child" -> "start_tiny" calls=1
edge "nap" -> "leaf" calls=20
edge "split" -> "in_child" calls=1
edge "start_tiny" -> "tiny" kind=thread calls=1
edge "tiny" -> "leaf" calls=1
edge "work" -> "nap" calls=20
edge "work" -> "split" calls=0
edge (root) -> "work" calls=0
END
for options in time=auto time=all; do
	rm -f ./*.memcall
	MEMCALL_OPTIONS=$options MEMCALL_OUT=out.memcall run ./program
	expect_status 0
	printf '40\n' | expect_text out
	rounds=$(sed -n 's/^rounds=//p' err)
	expect_edge out.memcall '(root)' work 1
	expect_edge out.memcall work split 40
	expect_edge out.memcall work deep 40
	expect_edge out.memcall deep deep 400
	expect_edge out.memcall deep leaf 440
	expect_edge out.memcall work busy 3
	expect_edge out.memcall busy nap $((rounds * 1000))
	expect_edge out.memcall start_tiny tiny "$rounds"
	expect_calls out.memcall tiny "$rounds"
	ls out.*.memcall >files
	expect_lines files 40
	while read -r file; do
		"$memcall" dump "$file" >dump 2>said
		expect_lines said 0
		sed -n '/^edge/s/ total_ns=.*//p' dump | sort >edges
		expect_text edges <expected
	done <files
done
