# SPDX-License-Identifier: MIT
# A program of many contexts forks, deep in one of them: the child takes along what
# is open, not all of its parent's profile, and has each of its own calls, those
# that the calls make which it returns to as well; so do its own children.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#define EACH(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9)
#define plain __attribute__((no_instrument_function))
static unsigned long seed = 88172645463325252ul;
static long calls[11][11]; /* by caller and callee; 10: work */
static int generation, generations;
typedef void step(int depth);
plain static unsigned draw(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33);
}
/* No function, so that nothing of it is recorded. */
#define GO(FROM, DEPTH) \
	do { \
		int to = (int)(draw() % 10); \
		calls[FROM][to]++; \
		steps[to](DEPTH); \
	} while (0)
#define DECLARE(N) static void f##N(int depth);
EACH(DECLARE)
#define NAME(N) f##N,
static step *const steps[] = {EACH(NAME)};
plain static void divide(void)
{
	pid_t child;
	if (generation == generations)
		return;
	child = fork();
	if (child) {
		waitpid(child, NULL, 0);
	} else {
		generation++;
		memset(calls, 0, sizeof(calls));
	}
}
/* Below 100 a call is of the walk that makes contexts, above it one of the path at
   whose end is the fork, and half of which is walked from there again. */
#define DEFINE(N) \
	static void f##N(int depth) \
	{ \
		if (depth == 100) { \
			divide(); \
		} else if (depth > 100) { \
			GO(N, depth - 1); \
			if (depth == 120) \
				divide(); \
			GO(N, 3); \
		} else if (depth) { \
			GO(N, depth - 1); \
			if (draw() % 4 == 0) \
				GO(N, depth - 1); \
		} \
	}
EACH(DEFINE)
__attribute__((profile)) void work(int walks)
{
	while (walks--)
		GO(10, 9);
	GO(10, 140);
	GO(10, 9);
}
int main(int argc, char **argv)
{
	FILE *out;
	char name[32];
	generations = atoi(argv[1]);
	work(argc > 2 ? atoi(argv[2]) : 0);
	snprintf(name, sizeof(name), "calls.%d.%d", generation, (int)getpid());
	out = fopen(name, "w");
	for (int i = 0; i < 11; i++)
		for (int k = 0; k < 10; k++)
			if (calls[i][k])
				fprintf(out, "%c%d f%d %ld\n", i < 10 ? 'f' : 'w',
					i < 10 ? i : 0, k, calls[i][k]);
	fclose(out);
	printf("%d\n", generation);
	return 0;
}
END
compile program.c
for options in time=auto time=all:mem=off; do
	for generations in 1 2; do
		rm -f calls.* ./*.memcall
		MEMCALL_OPTIONS=$options MEMCALL_OUT=out.memcall \
			run ./program $generations 4000
		expect_status 0
		expect_silence
		expect_line out "$generations\$"
		for file in calls.*; do
			number=${file##*.}
			profile=out.$number.memcall
			case $file in
			calls.0.*) profile=out.memcall ;;
			esac
			"$memcall" dump $profile >dump 2>said
			expect_lines said 0
			sed -n 's/^edge "\(.*\)" -> "\(.*\)" calls=\([0-9]*\) .*/\1 \2 \3/p' \
				dump | sed 's/^work/w0/; / 0$/d' | sort >edges
			sort $file | expect_text edges
		done
		large=$(stat -c %s out.memcall)
		for profile in out.*.memcall; do
			[ $(($(stat -c %s $profile) * 2)) -lt "$large" ] ||
				fail "$(ls -l)"
		done
	done
done
