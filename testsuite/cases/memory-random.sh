# SPDX-License-Identifier: MIT
# 10,000 random nested calls that allocate, touch and free, against statm read by
# the program itself at every boundary: what memcall charges to each function
# differs in sum by no more than 0.01 %.
. "$MEMCALL_LIB"
unsanitized thread "its own memory grows with what is called"
need python3
cat >program.c <<'END'
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 4096, FUNCTIONS = 8, BLOCKS = 64, CALLS = 10000 };

static long charged[FUNCTIONS + 1], last;
static int running = FUNCTIONS, statm, calls, quiet;
static unsigned long state = 12345;
static char *blocks[BLOCKS];
static size_t sizes[BLOCKS];

static unsigned dice(unsigned sides)
{
	state = state * 6364136223846793005 + 1442695040888963407;
	return (unsigned)(state >> 33) % sides;
}

__attribute__((no_instrument_function)) static void boundary(int next)
{
	char text[128];
	long resident;
	ssize_t n = pread(statm, text, sizeof(text) - 1, 0);

	text[n > 0 ? n : 0] = 0;
	sscanf(text, "%*d %ld", &resident);
	charged[running] += (resident - last) * PAGE;
	last = resident;
	running = next;
}

/* Allocates, reallocates or frees a block; now and then one that has a mapping
   of its own, or a mapping. */
#define MOVE() \
	do { \
		unsigned i = dice(BLOCKS); \
		size_t size = dice(10) ? dice(40000) : dice(2000000); \
		if (blocks[i] && dice(2)) { \
			free(blocks[i]); \
			blocks[i] = NULL; \
			break; \
		} \
		blocks[i] = realloc(blocks[i], size + 1); \
		for (size_t at = 0; at < size; at += PAGE) \
			blocks[i][at] = 1; \
		sizes[i] = size; \
		if (!dice(20)) { \
			char *map = mmap(NULL, 20 * PAGE, 3, 0x22, -1, 0); \
			for (int at = 0; at < 20; at++) \
				map[at * PAGE] = 1; \
			if (dice(2)) \
				munmap(map, 20 * PAGE); \
		} \
	} while (0)

static void call(int function, int depth);

#define FUNCTION(n) \
	__attribute__((noinline)) static void f##n(int depth) \
	{ \
		int caller = running; \
		boundary(n); \
		calls++; \
		for (int i = 0; i < 3; i++) { \
			if (!quiet && dice(2)) \
				MOVE(); \
			if (depth < 7 && calls < CALLS) \
				call(n + 1, depth + 1); \
		} \
		boundary(caller); \
	}

FUNCTION(0) FUNCTION(1) FUNCTION(2) FUNCTION(3)
FUNCTION(4) FUNCTION(5) FUNCTION(6) FUNCTION(7)

__attribute__((no_instrument_function)) static void call(int function, int depth)
{
	static void (*const functions[])(int) = {f0, f1, f2, f3,
						 f4, f5, f6, f7};

	functions[function](depth);
}

__attribute__((profile)) void work(void)
{
	int i;

	/* Once without moving memory: the recorder makes its tree. */
	quiet = 1;
	call(0, 0);
	quiet = calls = 0;
	for (i = 0; i < FUNCTIONS; i++)
		charged[i] = 0;
	while (calls < CALLS)
		call(0, 0);
}

int main(void)
{
	FILE *file;
	int i;

	statm = open("/proc/self/statm", O_RDONLY);
	boundary(FUNCTIONS);
	boundary(FUNCTIONS);
	work();
	file = fopen("charged", "w");
	for (i = 0; i < FUNCTIONS; i++)
		fprintf(file, "f%d %ld\n", i, charged[i]);
	fclose(file);
	return 0;
}
END
cat >compare.py <<'END'
import re, sys
limit = float(sys.argv[2])
own = {}
for line in open("dump"):
    match = re.match(r'function "(f\d)".* rss_self_bytes=(-?\d+)', line)
    if match:
        own[match.group(1)] = int(match.group(2))
    if line.startswith("profile") and sys.argv[1] not in line:
        sys.exit(77)
right = dict((n, int(v)) for n, v in map(str.split, open("charged")))
error = sum(abs(right[f] - own.get(f, 0)) for f in right)
moved = sum(abs(v) for v in right.values())
print("error %.4f %% of %d" % (100.0 * error / moved, moved), right, own)
sys.exit(error > moved * limit / 100)
END
compile program.c
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
"$memcall" dump out.memcall >dump
status=0
python3 compare.py gate=ring+brk+calls 0.01 >compared || status=$?
[ "$status" -ne 77 ] || skip "no page-fault ring here"
expect_status 0
cat compared
