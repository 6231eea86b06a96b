# SPDX-License-Identifier: MIT
# PSS and USS over the outermost marked call, against smaps_rollup as the program
# itself reads it before and after, within 0.1 %: memory of its own, a file that
# another process maps too, and a forked child that writes to shared pages.
. "$MEMCALL_LIB"
unsanitized any "memory grows by other amounts with a sanitizer's allocator"
cat >program.c <<'END'
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, SIZE = 64 << 20 };

static char *memory;
static int file;

struct reading {
	long pss, uss;
};

static struct reading read_rollup(void)
{
	struct reading sum = {0, 0};
	char text[4096], *at;
	int fd = open("/proc/self/smaps_rollup", O_RDONLY);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	close(fd);
	text[n > 0 ? n : 0] = 0;
	if ((at = strstr(text, "\nPss:")))
		sum.pss = atol(at + 5);
	if ((at = strstr(text, "\nPrivate_Clean:")))
		sum.uss = atol(at + 15);
	if ((at = strstr(text, "\nPrivate_Dirty:")))
		sum.uss += atol(at + 15);
	return sum;
}

__attribute__((profile)) void warm(void)
{
}

__attribute__((profile)) void own(void)
{
	memory = malloc(SIZE);
	memset(memory, 1, SIZE);
}

__attribute__((profile)) void shared(void)
{
	volatile char sum = 0;

	memory = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, file, 0);
	for (size_t i = 0; i < SIZE; i += PAGE)
		sum += memory[i];
}

__attribute__((profile)) void copy(void)
{
	for (size_t i = 0; i < SIZE / 2; i += PAGE)
		memory[i] = 2;
}

static void measure(const char *name, void (*function)(void))
{
	struct reading before, after;
	FILE *out;

	warm();
	before = read_rollup();
	before = read_rollup();
	function();
	after = read_rollup();
	out = fopen(name, "w");
	fprintf(out, "%ld %ld\n", (after.pss - before.pss) * 1024,
		(after.uss - before.uss) * 1024);
	fclose(out);
}

/* A process that has the file mapped and touched, until the pipe closes. */
static int start_sharer(void)
{
	int ready[2], stop[2];
	char c = 0;

	if (pipe(ready) || pipe(stop))
		exit(1);
	if (!fork()) {
		volatile char *map = mmap(NULL, SIZE, PROT_READ, MAP_SHARED,
					  file, 0);

		close(stop[1]);
		for (size_t i = 0; i < SIZE; i += PAGE)
			c += map[i];
		write(ready[1], &c, 1);
		read(stop[0], &c, 1);
		_exit(0);
	}
	read(ready[0], &c, 1);
	return stop[1];
}

int main(int argc, char **argv)
{
	if (!strcmp(argv[1], "own")) {
		measure("own.right", own);
	} else if (!strcmp(argv[1], "shared")) {
		char *map;

		file = memfd_create("file", 0);
		ftruncate(file, SIZE);
		map = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, file,
			   0);
		memset(map, 1, SIZE);
		munmap(map, SIZE);
		start_sharer();
		measure("shared.right", shared);
	} else {
		memory = malloc(SIZE);
		memset(memory, 1, SIZE);
		warm();
		if (!fork()) {
			measure("copy.right", copy);
			return 0;
		}
		wait(NULL);
	}
	return argc - 2;
}
END
compile program.c -Wno-unused-result

# same FUNCTION KEY RIGHT: within 0.1 %, or a few pages
same()
{
	value=$(sed -n "s/^function \"$1\".* $2=\(-*[0-9]*\).*/\1/p" dump)
	[ -n "$value" ] || fail "$1 has no $2"
	difference=$((value - $3))
	[ "${difference#-}" -le $((67108 + 16384 + code)) ] ||
		fail "$2 of $1 is $value, the program itself reads $3"
	: >.checked
}

# The pages of the recorder's code are this process's own until another test
# begins to record: that changes what the program itself reads.
code=$(size "$MEMCALL_BUILD/libmemcall.so" | awk 'NR == 2 { print $1 }')

for way in own shared copy; do
	MEMCALL_OUT=$way.memcall run ./program $way
	expect_status 0
	expect_silence
	profile=$way.memcall
	# the child's
	[ $way != copy ] || profile=$(ls copy.*.memcall)
	"$memcall" dump "$profile" >dump
	grep -q 'gate=.*rollup' dump || skip "no smaps_rollup here"
	read -r pss uss <$way.right
	same $way pss_bytes "$pss"
	same $way uss_bytes "$uss"
	grep "^function \"$way\"" dump
done
