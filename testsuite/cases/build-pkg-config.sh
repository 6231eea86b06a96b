# SPDX-License-Identifier: MIT
# pkg-config knows what a compiler and a linker need.
. "$MEMCALL_LIB"
start_build make pkg-config
logged make -C project -f words.mk "CXX=$CXX"
expect_build project/words

# A static program.
cat >main.c <<'END'
#include <memcall.h>
static int leaf(int n) { return n + 1; }
MEMCALL_PROFILE int work(int n) { return leaf(n); }
int main(void) { return work(-1); }
END
$CC -O2 $(pkg-config --cflags memcall) -static main.c -o program \
	$(pkg-config --static --libs memcall) 2>compiler.err
[ ! -s compiler.err ] || fail "$(cat compiler.err)"
MEMCALL_OUT=out.memcall run ./program
expect_silence
expect_edge out.memcall work leaf 1
[ "$(pkg-config --variable=command memcall)" = "$memcall" ] ||
	fail "$(pkg-config --variable=command memcall)"
[ "memcall $(pkg-config --modversion memcall)" = "$("$memcall" --version)" ] ||
	fail "$(pkg-config --modversion memcall)"
