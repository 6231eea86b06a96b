# SPDX-License-Identifier: MIT
# A library loaded by dlopen within the extent, and unloaded again: its
# functions are recorded and stay in the graph.
. "$MEMCALL_LIB"
cat >lib.c <<'END'
static int inner(int n) { return n + 1; }
int plugged(int n, int (*f)(int)) { return inner(n) + f(n); }
END
cat >host.c <<'END'
#include <dlfcn.h>
#include <stdio.h>
static int back(int n) { return 2 * n; }
__attribute__((profile)) int work(int n)
{
	int i, sum = 0;
	for (i = 0; i < n; i++) {
		void *lib = dlopen("./plug.so", RTLD_NOW);
		int (*f)(int, int (*)(int)) = (int (*)(int, int (*)(int)))
			dlsym(lib, "plugged");
		sum += f(i, back);
		dlclose(lib);
	}
	return sum;
}
int main(void)
{
	printf("%d\n", work(4));
	return 0;
}
END
$CC -O2 -g "$plugin" -fPIC -shared lib.c -o plug.so
compile host.c -ldl
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
expect_edge out.memcall work plugged 4
expect_edge out.memcall plugged inner 4
expect_edge out.memcall plugged back 4
