# SPDX-License-Identifier: MIT
# Two libraries are loaded and unloaded in turn, each to where the other was:
# what is recorded of one is not taken for the other's.  Each time shared memory
# changes, and what it takes to read it is in no function's time.
. "$MEMCALL_LIB"
native "QEMU maps libraries where they were before, or not"
cat >alpha.c <<'END'
static int inner(int n) { return n + 1; }
int alpha(int n) { return inner(n) + inner(n); }
END
sed 's/inner/other/g; s/alpha/bravo/' alpha.c >bravo.c
cat >host.c <<'END'
#include <dlfcn.h>
#include <stdio.h>
static void *before;
static int moved;
static int call(const char *file, const char *name, int n)
{
	void *library = dlopen(file, RTLD_NOW);
	void *found = dlsym(library, name);

	n = ((int (*)(int))found)(n);
	moved += before && before != found;
	before = found;
	dlclose(library);
	return n;
}
__attribute__((profile)) int work(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += call("./alpha.so", "alpha", i) +
		       call("./bravo.so", "bravo", i);
	return sum;
}
int main(void)
{
	int first = work(100);
	int outside = call("./alpha.so", "alpha", 1);

	printf("%d %d %d\n", first, outside, work(3));
	if (moved)
		fprintf(stderr, "moved %d times\n", moved);
	return 0;
}
END
for level in -O0 -O2; do
	for name in alpha bravo; do
		$CC $level -g "$plugin" -fPIC -shared $name.c -o $name.so
	done
	compile host.c $level
	for out in '' out.memcall; do
		MEMCALL_OUT=$out run ./program
		expect_status 0
		echo '20200 4 24' | expect_text out
		expect_silence
	done
	expect_edge out.memcall work call 206
	expect_edge out.memcall call alpha 103
	expect_edge out.memcall call bravo 103
	expect_edge out.memcall alpha inner 206
	expect_edge out.memcall bravo other 206
	"$memcall" dump out.memcall >dump
	# below 100 s; it was 2 to the 64th
	expect_line dump 'function "work" .* self_ns=[0-9]{1,11} '
	rm out.memcall
done
