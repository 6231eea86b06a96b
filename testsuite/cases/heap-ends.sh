# SPDX-License-Identifier: MIT
# What is alive is known whatever ends a program; a forked child has a heap of
# its own, in which its parent's blocks are nobody's; handlers that free do no
# harm; and programs whose malloc is not followed say so.
. "$MEMCALL_LIB"
unsanitized any "its allocator has blocks of its own"
cat >program.c <<'END'
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
static void *volatile blocks[100], *volatile taken[100];
static volatile int count;
static void keep(void)
{
	for (int i = 0; i < 100; i++)
		blocks[i] = malloc(1000 + i);
}
static void drop(void)
{
	for (int i = 0; i < 50; i++)
		free(blocks[i]);
}
static void more(void)
{
	for (int i = 0; i < 10; i++)
		taken[i] = malloc(10);
}
static void handler(int number)
{
	void *block = malloc(100);

	free(block);
	count++;
}
static void alarms(void)
{
	signal(SIGALRM, handler);
	for (int i = 0; i < 100; i++)
		raise(SIGALRM);
}
static void fork_with(int how)
{
	int status;
	pid_t child = how == 0 ? fork() : how == 1 ? vfork() : _Fork();

	if (child) {
		waitpid(child, &status, 0);
		return;
	}
	if (how == 1)
		_exit(0);
	drop();
	more();
	exit(0);
}
__attribute__((profile)) void work(const char *how)
{
	keep();
	if (!strcmp(how, "kill"))
		kill(getpid(), SIGKILL);
	if (!strcmp(how, "fork"))
		for (int i = 0; i < 3; i++)
			fork_with(i);
	if (!strcmp(how, "alarms"))
		alarms();
	drop();
}
int main(int argc, char **argv)
{
	work(argv[1]);
	free(blocks[60]);
	return 0;
}
END
export MEMCALL_OPTIONS=mem=heap
expect_is() {
	: >.checked
	got=$("$memcall" dump "$1" |
		sed -n "s/^function \"$2\" .* $3=\([0-9]*\).*/\1/p")
	[ "$got" = "$4" ] || fail "$1: $2 $3 is $got, not $4"
}
for level in -O0 -O2; do
	compile program.c $level -Wno-unused-parameter
	MEMCALL_OUT=out.memcall run ./program end
	expect_status 0
	expect_silence
	expect_is out.memcall keep live_blocks 49
	expect_is out.memcall keep live_bytes $((50 * 1074 + 25 - 1060))
	expect_is out.memcall drop frees 50
	rm out.memcall

	MEMCALL_OUT=out.memcall run ./program kill
	expect_status 137
	expect_is out.memcall keep live_blocks 100
	expect_is out.memcall keep heap_peak_bytes 104950
	rm out.memcall

	MEMCALL_OUT=out.memcall run ./program fork
	expect_status 0
	expect_silence
	expect_is out.memcall keep live_blocks 49
	expect_is out.memcall drop frees 50
	ls out.*.memcall >files
	expect_lines files 2
	while read -r file; do
		expect_is "$file" drop frees 0
		expect_is "$file" drop calls 1
		expect_is "$file" more live_blocks 10
		expect_is "$file" more heap_peak_bytes 100
	done <files
	rm out*.memcall

	MEMCALL_OUT=out.memcall run ./program alarms
	expect_status 0
	expect_silence
	expect_is out.memcall handler allocs 100
	expect_is out.memcall handler temporary 100
	expect_is out.memcall keep live_blocks 49
	rm out.memcall
done

# A handler that interrupts malloc itself, and allocates, asks for trouble; in
# this program it frees nothing, and what is counted is right or missing.
cat >timer.c <<'END'
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
static volatile int count;
static void tick(void) { count++; }
static void handler(int number) { (void)number; tick(); }
static void churn(void)
{
	for (int i = 0; i < 3000000 || count < 20; i++) {
		char *block = malloc(20);

		*(volatile char *)block = 1;
		free(block);
	}
}
__attribute__((profile)) void work(void)
{
	struct itimerval often = {{0, 500}, {0, 500}};

	signal(SIGPROF, handler);
	setitimer(ITIMER_PROF, &often, NULL);
	churn();
	signal(SIGPROF, SIG_IGN);
}
int main(void) { work(); return 0; }
END
compile timer.c
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
expect_is out.memcall churn live_blocks 0
expect_is out.memcall churn live_bytes 0
rm out.memcall

# An allocator of the executable's own.
cat >own.c <<'END'
#include <stddef.h>
static char memory[1 << 20];
static size_t used;
void *malloc(size_t size)
{
	char *block = memory + used;

	used += (size + 15) & ~15ul;
	return block;
}
void free(void *block) { (void)block; }
void *calloc(size_t n, size_t size) { return malloc(n * size); }
void *realloc(void *block, size_t size) { (void)block; return malloc(size); }
static void *volatile block;
__attribute__((profile)) void work(void) { block = malloc(100); }
int main(void) { work(); return 0; }
END
compile own.c
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_line err 'memcall: mem=heap: the program has its own malloc, .*'
expect_calls out.memcall work 1
rm out.memcall
run $CC -O2 -g "$plugin" program.c -static -o program -L"$MEMCALL_BUILD" \
	-lmemcall
MEMCALL_OUT=out.memcall run ./program end
expect_status 0
expect_line err 'memcall: mem=heap: this static program was not linked .*'
rm out.memcall

# With the address sanitizer, malloc is its own.
compile program.c -fsanitize=address
run env ASAN_OPTIONS=detect_leaks=0 MEMCALL_OUT=out.memcall ./program end
expect_status 0
expect_silence
expect_is out.memcall keep live_blocks 49
expect_is out.memcall keep live_bytes $((50 * 1074 + 25 - 1060))
rm out.memcall
if command -v valgrind >/dev/null 2>&1; then
	compile program.c
	run env MEMCALL_OUT=out.memcall valgrind -q ./program end
	expect_status 0
	expect_is out.memcall keep live_blocks 49
	expect_is out.memcall drop freed_bytes $((50 * 1000 + 1225))
fi

# No room to note all blocks: those that are not are counted, and it is said.
cat >many.c <<'END'
#include <stdlib.h>
static void *volatile block;
__attribute__((profile)) void work(void)
{
	for (int i = 0; i < 1000; i++)
		block = malloc(200000);
}
int main(void) { work(); return 0; }
END
compile many.c
MEMCALL_OPTIONS=mem=heap:limit=128K MEMCALL_OUT=out.memcall run ./program
expect_status 0
"$memcall" report out.memcall >out 2>err
expect_line err '.*blocks.* not followed.*'
