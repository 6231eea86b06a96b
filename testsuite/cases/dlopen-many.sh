# SPDX-License-Identifier: MIT
# A host of 150 instrumented plugins: all load, recorded or not, whether the host
# is instrumented, too, or not.
. "$MEMCALL_LIB"

cat >host.c <<'END'
#include <dlfcn.h>
#include <stdio.h>

int main(void)
{
	int sum = 0;

	for (int i = 0; i < 150; i++) {
		char name[64];
		void *library;

		snprintf(name, sizeof(name), "./library%d.so", i);
		library = dlopen(name, RTLD_NOW);
		if (!library) {
			puts(dlerror());
			return 1;
		}
		sum += ((int (*)(int))dlsym(library, "entry"))(i);
	}
	printf("%d\n", sum);
	return 0;
}
END
cat >library.c <<'END'
static int leaf(int n) { return n + 1; }
__attribute__((profile)) int entry(int n) { return leaf(n) + leaf(n); }
END

$CC -O2 -g "$plugin" -fPIC -shared library.c -o library.so
for i in $(seq 0 149); do
	cp library.so "library$i.so"
done
for instrumented in '' "$plugin -fplugin-arg-memcall-root=main"; do
	$CC -O2 $instrumented host.c -o host
	run ./host
	expect_status 0
	echo 22650 | expect_text out
	MEMCALL_OUT=out.memcall run ./host
	expect_status 0
	expect_silence
	echo 22650 | expect_text out
	expect_calls out.memcall entry 150
	expect_calls out.memcall leaf 300
done
