# SPDX-License-Identifier: MIT
# A fork when no contexts are told apart but those next to the root: parent and
# child each count their own calls, also where the child returns to calls that
# its parent began, and what it does is below what the parent had open.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int sum;
static pid_t child = -1;
static void leaf(void)
{
	sum = sum + 1;
}
static void repeat(int times)
{
	while (times--)
		leaf();
}
/* Many edges, so that what is open at the fork is in a later chunk. */
#define F(n) static void f##n(void) { leaf(); repeat(1); }
#define TEN(n) F(n##0) F(n##1) F(n##2) F(n##3) F(n##4) F(n##5) F(n##6) \
	F(n##7) F(n##8) F(n##9)
TEN(1) TEN(2) TEN(3) TEN(4) TEN(5)
#define G(n) f##n();
#define ALL(n) G(n##0) G(n##1) G(n##2) G(n##3) G(n##4) G(n##5) G(n##6) \
	G(n##7) G(n##8) G(n##9)
static void split(int depth)
{
	if (depth) {
		split(depth - 1);
	} else {
		child = fork();
		repeat(child ? 7 : 70);
	}
	leaf();
}
static void third(void)
{
	split(4);
	leaf();
}
static void second(void)
{
	third();
	repeat(2);
}
static void first(void)
{
	ALL(1) ALL(2) ALL(3) ALL(4) ALL(5)
	second();
	leaf();
}
__attribute__((profile)) void work(void)
{
	first();
	leaf();
}
int main(void)
{
	work();
	if (child > 0)
		wait(NULL);
	else
		_exit(0);
	printf("%d\n", sum);
	return 0;
}
END
compile program.c -O0
MEMCALL_OPTIONS=contexts=0 MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
parent=out.memcall
children=$(ls out.*.memcall)
[ "$(echo "$children" | wc -w)" -eq 1 ] || fail "not one child: $children"
for profile in $parent $children; do
	times=7
	[ $profile = $parent ] || times=70
	"$memcall" dump $profile >dump
	expect_line dump '^profile .* lost=0 folded=0 '
	expect_edge $profile repeat leaf \
		$((times + 2 + 50 * ($times == 7)))
	expect_edge $profile split leaf 5
	expect_edge $profile third leaf 1
	expect_edge $profile first leaf 1
	expect_edge $profile work leaf 1
done
