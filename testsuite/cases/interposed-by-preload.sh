# SPDX-License-Identifier: MIT
# LD_PRELOAD puts a function in front of one that was built with the plugin, and
# calls that: the program and its library call what they would call unrecorded.
. "$MEMCALL_LIB"
cat >lib.c <<'END'
static int inner(int n) { return n + 1; }
int choose(int n) { return inner(n); }
int lib_run(int n) { return choose(n) + choose(n); }
END
cat >front.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
static int in_front(int n) { return 10 * n; }
int choose(int n)
{
	int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "choose");

	return in_front(next(n));
}
END
cat >main.c <<'END'
#include <stdio.h>
int choose(int n);
int lib_run(int n);
__attribute__((profile)) int work(int n) { return lib_run(n) + choose(n); }
int main(void)
{
	printf("%d %d\n", work(1), choose(1));
	return 0;
}
END
for level in -O0 -O2; do
	$CC $level -g "$plugin" -fPIC -shared lib.c -o liblib.so
	$CC $level -g "$plugin" -fPIC -shared front.c -o front.so
	$CC $level -g -fPIC -shared front.c -o plain.so
	compile main.c $level -L. -llib "-Wl,-rpath,$PWD"

	MEMCALL_OUT=none.memcall run ./program
	echo '6 2' | expect_text out
	expect_silence
	expect_edge none.memcall lib_run choose 2
	expect_edge none.memcall work choose 1
	expect_calls none.memcall inner 3

	for front in front plain; do
		run env LD_PRELOAD="$preloaded./$front.so" ./program
		echo '60 20' | expect_text out
		expect_silence
		run env LD_PRELOAD="$preloaded./$front.so" \
			MEMCALL_OUT=$front.memcall ./program
		echo '60 20' | expect_text out
		expect_silence
	done
	# Both are called choose, and are one function.
	expect_edge front.memcall choose choose 3
	expect_edge front.memcall lib_run choose 2
	expect_edge front.memcall work choose 1
	expect_calls front.memcall in_front 3
	expect_calls front.memcall inner 3
	expect_edge plain.memcall lib_run choose 2
	expect_edge plain.memcall work choose 1
	expect_calls plain.memcall inner 3
	rm ./*.memcall
done
