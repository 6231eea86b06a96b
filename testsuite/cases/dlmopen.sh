# SPDX-License-Identifier: MIT
# A library that is loaded into a namespace of its own is recorded by the
# process's one recorder, and the namespace can be used again: there are 16.
. "$MEMCALL_LIB"
cat >lib.c <<'END'
#include <stdio.h>
static int inner(int n) { return n + 1; }
__attribute__((profile)) int alpha(int n)
{
	puts("alpha");
	fflush(stdout);
	return inner(n) + inner(n);
}
END
cat >host.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
__attribute__((profile)) int work(int n)
{
	void *library = dlmopen(LM_ID_NEWLM, "./lib.so", RTLD_NOW);

	if (!library) {
		puts(dlerror());
		return 1;
	}
	n = ((int (*)(int))dlsym(library, "alpha"))(n);
	dlclose(library);
	return n != 4;
}
int main(void)
{
	int failed = 0;

	for (int i = 0; i < 20; i++)
		failed += work(1);
	return failed;
}
END
for level in -O0 -O2; do
	$CC $level -g "$plugin" -fPIC -shared lib.c -o lib.so
	compile host.c $level
	run ./program
	expect_status 0
	expect_silence
	expect_lines out 20
	MEMCALL_OUT=out.memcall run ./program
	expect_status 0
	expect_silence
	expect_lines out 20
	expect_edge out.memcall "(root)" work 20
	expect_edge out.memcall work alpha 20
	expect_edge out.memcall alpha inner 40

	# The program itself was built without the plugin.
	$CC $level -w host.c -o program
	MEMCALL_OUT=plain.memcall run ./program
	expect_status 0
	expect_silence
	expect_edge plain.memcall "(root)" alpha 20
	expect_edge plain.memcall alpha inner 40
	rm out.memcall plain.memcall
done

# A sanitizer for threads finds no room for its own with an auditor.
[ -z "$launch" ] || exit 0
# The dynamic linker loads an auditor before the program and its C library.
cat >audit.c <<'END'
static int step(unsigned n) { return n; }
__attribute__((profile)) unsigned la_version(unsigned n) { return step(n); }
END
$CC -O2 -g "$plugin" -fPIC -shared -Wl,--no-as-needed audit.c \
	-o audit.so
compile host.c
run env LD_AUDIT=./audit.so ./program
expect_status 0
expect_silence
expect_lines out 20
run env LD_AUDIT=./audit.so MEMCALL_OUT=out.memcall ./program
expect_status 0
expect_message 'cannot load the recorder'
expect_lines out 20
expect_edge out.memcall work alpha 20
