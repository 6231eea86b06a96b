# SPDX-License-Identifier: MIT
# A fork in one coroutine while others are suspended, deep in calls: in the child
# all of them go on, as called by whom they were in the parent.
. "$MEMCALL_LIB"
cat >switch.c <<'EOF'
#include <ucontext.h>
static ucontext_t here[4], there[4];
static char stacks[4][65536];
void begin(int i, void (*body)(int))
{
	getcontext(&there[i]);
	there[i].uc_stack.ss_sp = stacks[i];
	there[i].uc_stack.ss_size = sizeof(stacks[i]);
	there[i].uc_link = &here[i];
	makecontext(&there[i], (void (*)(void))body, 1, i);
}
void resume(int i) { swapcontext(&here[i], &there[i]); }
void yield(int i) { swapcontext(&there[i], &here[i]); }
EOF
cat >program.c <<'EOF'
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
void begin(int i, void (*body)(int));
void resume(int i);
void yield(int i);
static volatile int sum, child;
static void leaf(void) { sum++; }
static void step(int i)
{
	leaf();
	yield(i);
	leaf();
}
static void forks(int i)
{
	leaf();
	if (!fork())
		child = 1;
	yield(i);
	leaf();
}
static void body(int i)
{
	for (int n = 0; n < 6; n++) {
		if (i == 2 && n == 3)
			forks(i);
		else
			step(i);
	}
}
static void turn(void)
{
	for (int i = 0; i < 4; i++)
		resume(i);
}
__attribute__((profile)) void work(void)
{
	for (int i = 0; i < 4; i++)
		begin(i, body);
	for (int n = 0; n < 7; n++)
		turn();
	if (child)
		exit(0);
	wait(NULL);
}
int main(void)
{
	work();
	return 0;
}
EOF
$CC -O2 -fPIC -shared switch.c -o libswitch.so
for level in -O0 -O2; do
	$CC $level -w "$plugin" program.c -L. -lswitch -Wl,-rpath,"$PWD" \
		-o program
	for time in auto all; do
		rm -f ./*.memcall
		MEMCALL_OPTIONS=time=$time MEMCALL_OUT=out.memcall run ./program
		expect_status 0
		expect_silence
		expect_edge out.memcall '(root)' work 1
		expect_edge out.memcall work turn 7
		expect_edge out.memcall turn body 4
		expect_edge out.memcall body step 23
		expect_edge out.memcall body forks 1
		expect_edge out.memcall step leaf 46
		expect_edge out.memcall forks leaf 2
		mv out.*.memcall child.memcall
		# One is in its fourth turn, two have had that, one has not.
		expect_edge child.memcall '(root)' work 0
		expect_edge child.memcall work turn 3
		expect_edge child.memcall turn body 0
		expect_edge child.memcall body step 9
		expect_edge child.memcall step leaf 21
		expect_edge child.memcall forks leaf 1
	done
done
