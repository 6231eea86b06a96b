# SPDX-License-Identifier: MIT
# Resolvers of ifuncs, and what they call, run before there is thread-local
# storage: their hooks do not look there.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <stdio.h>
static int twice(int a) { return 2 * a; }
__attribute__((noinline)) static int pick(int a) { return a; }
static void *resolve(void) { return pick(1) ? (void *)twice : 0; }
int chosen(int) __attribute__((ifunc("resolve")));
__attribute__((profile)) int work(int a) { return chosen(a) + chosen(a); }
int main(void)
{
	printf("%d\n", work(3));
	return 0;
}
END
for flags in '' -static -static-pie; do
	$CC -O1 -w "$plugin" program.c $flags -o program 2>/dev/null ||
		continue
	run ./program
	expect_status 0
	printf '12\n' | expect_text out
	MEMCALL_OUT=out.memcall run ./program
	expect_status 0
	[ -n "$flags" ] || expect_calls out.memcall twice 2
	rm -f out.memcall
done
