# SPDX-License-Identifier: MIT
# The program has functions of its own by the names that the unit's constructor
# refers to: they are not called by it, and stay what they are.
. "$MEMCALL_LIB"
cat >static.c <<'END'
#include <stdio.h>
static int write(int a) { return a + 1; }
static int dlsym(int a) { return a + 2; }
static int dlmopen(int a) { return a + 3; }
static int secure_getenv(int a) { return a + 4; }
__attribute__((profile)) int work(int a)
{
	return write(a) + dlsym(a) + dlmopen(a) + secure_getenv(a);
}
int main(void)
{
	printf("%d\n", work(1));
	return 0;
}
END
$CC -O0 "$plugin" -fno-builtin static.c -o program
for out in '' out.memcall; do
	MEMCALL_OUT=$out run ./program
	expect_status 0
	expect_silence
	printf '14\n' | expect_text out
done
expect_calls out.memcall secure_getenv 1

# Its own, for everybody: the unit is left alone, and GCC says so.
cat >global.c <<'END'
#include <stdio.h>
int dlmopen;
__attribute__((profile)) int work(int a)
{
	return a + dlmopen;
}
int main(void)
{
	printf("%d\n", work(1));
	return 0;
}
END
$CC -O2 -Werror "$plugin" global.c -o program 2>said
expect_line said '.*memcall: this unit defines .dlmopen.*'
MEMCALL_OUT=global.memcall run ./program
expect_status 0
printf '1\n' | expect_text out

# A static program loses nothing of its C library.
cat >errno.c <<'END'
#include <errno.h>
#include <unistd.h>
__attribute__((profile)) int work(void)
{
	errno = 0;
	close(99);
	return errno == EBADF;
}
int main(void)
{
	return work();
}
END
if $CC -O2 -static -w "$plugin" errno.c -o program 2>/dev/null; then
	run ./program
	expect_status 1
	MEMCALL_OUT=static.memcall run ./program
	expect_status 1
fi
