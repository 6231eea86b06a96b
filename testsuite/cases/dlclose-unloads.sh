# SPDX-License-Identifier: MIT
# A library that was built with the plugin is unloaded by dlclose: destructors
# run, and it begins anew when it is loaded again.
. "$MEMCALL_LIB"
cat >lib.c <<'END'
#include <stdio.h>
static int count;
__attribute__((constructor)) static void begin(void) { puts("loaded"); }
__attribute__((destructor)) static void end(void) { puts("unloaded"); }
__attribute__((profile)) int next(void) { return ++count; }
END
cat >main.c <<'END'
#include <dlfcn.h>
#include <stdio.h>
int main(void)
{
	for (int i = 0; i < 2; i++) {
		void *library = dlopen("./lib.so", RTLD_NOW);
		int (*next)(void) = (int (*)(void))dlsym(library, "next");

		next();
		printf("%d\n", next());
		dlclose(library);
	}
	return 0;
}
END
$CC -O2 -fPIC -shared "$plugin" lib.c -o lib.so
$CC -O2 main.c -o program
cat >expected <<'END'
loaded
2
unloaded
loaded
2
unloaded
END
run ./program
expect_status 0
expect_silence
expect_text out <expected
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
expect_text out <expected
expect_calls out.memcall next 4
