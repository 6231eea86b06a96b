# SPDX-License-Identifier: MIT
# exec by a thread of an extent, while others go on in it: what was recorded is
# left, and the new image has a profile of its own.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
static volatile int sum;
static _Atomic int ready;
static void leaf(void)
{
	sum = sum + 1;
}
static void tick(void)
{
	__asm__ volatile("");
}
static void *busy(void *unused)
{
	tick();
	ready++;
	for (;;)
		tick();
	return unused;
}
static void *replace(void *unused)
{
	char *arguments[] = {"program", "again", NULL};
	for (int i = 0; i < 50; i++)
		leaf();
	execv("/proc/self/exe", arguments);
	return unused;
}
__attribute__((profile)) void work(void)
{
	pthread_t threads[3];
	pthread_create(&threads[0], NULL, busy, NULL);
	pthread_create(&threads[1], NULL, busy, NULL);
	while (ready < 2)
		;
	pthread_create(&threads[2], NULL, replace, NULL);
	pthread_join(threads[2], NULL);
}
__attribute__((profile)) void again(void)
{
	for (int i = 0; i < 9; i++)
		leaf();
}
int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		again();
	else
		work();
	printf("%d\n", sum);
	return 5;
}
END
compile program.c -pthread
to=out.memcall
compare ./program
expect_status 5
expect_silence
printf '9\n' | expect_text out
expect_edge out.memcall '(root)' work 1
expect_edge out.memcall work busy 2
expect_edge out.memcall work replace 1
expect_edge out.memcall replace leaf 50
expect_calls out.memcall leaf 50
expect_edge out-2.memcall '(root)' again 1
expect_edge out-2.memcall again leaf 9
