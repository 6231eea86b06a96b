# SPDX-License-Identifier: MIT
# Units that cannot record themselves are left alone: without a C library, for a
# kernel, of 32 bits, for musl.  If they have something marked, they say so once;
# of 32 bits all do.
. "$MEMCALL_LIB"

cat >free.c <<'END'
static long call(long number, long a, const char *b, long c)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return result;
}

__attribute__((noinline, profile)) int leaf(int n)
{
	return n + 1;
}

void _start(void)
{
	int n = leaf(1);

	call(1, 1, "right\n", 6);
	call(60, n - 2, 0, 0);
}
END

source=free.c
left_alone()
{
	$CC -O2 "$plugin" "$@" -c $source -o free.o 2>compiler.err ||
		fail "with $*: $(cat compiler.err)"
	! nm free.o | grep -q memcall || fail "with $*: $(nm free.o)"
}

free='-ffreestanding -nostdlib -static'
verbose=-fplugin-arg-memcall-verbose

case $($CC -dumpmachine) in
x86_64*) ;;
*) skip "the program has instructions of x86-64" ;;
esac

for level in -O0 -O2; do
	left_alone $level $free
	expect_lines compiler.err 1
	expect_line compiler.err '.*nothing of this unit .*freestanding'
	$CC free.o $free -o free
	[ "$(MEMCALL_OUT=graph.dot ./free)" = right ] || fail "free at $level"
	expect_no_file graph.dot
done
left_alone $free $verbose
expect_line compiler.err '.*nothing of this unit .*freestanding'
left_alone -ffreestanding -mcmodel=kernel -fno-pie
left_alone -mcmodel=kernel -fno-pie $verbose
expect_line compiler.err '.*nothing of this unit .*kernel'

# -fhosted after all.
$CC -O2 "$plugin" -ffreestanding -fhosted -c free.c -o free.o
nm free.o | grep -q memcall || fail "-fhosted was not seen"

# Where nothing is marked, only verbose asks.
sed 's/, profile//' free.c >unmarked.c
source=unmarked.c
left_alone $free
[ ! -s compiler.err ] || fail "$(cat compiler.err)"
left_alone -mcmodel=kernel -fno-pie
[ ! -s compiler.err ] || fail "$(cat compiler.err)"
left_alone $free -fplugin-arg-memcall-root=leaf
expect_line compiler.err '.*nothing of this unit .*freestanding'

# This takes no C library of 32 bits.
echo '__attribute__((profile)) int f(int n) { return n + 1; }' >small.c
source=small.c
left_alone -m32 -fno-pic
expect_line compiler.err '.*nothing of this unit .*not 64-bit'
left_alone -mx32 -fno-pic
expect_line compiler.err '.*nothing of this unit .*not 64-bit'
expect_lines compiler.err 1

# For musl: as GCC is told, and as musl-gcc tells it.
left_alone -mmusl
expect_line compiler.err '.*nothing of this unit .*for musl.*'
expect_lines compiler.err 1
! command -v musl-gcc >/dev/null || [ "$CC" != gcc ] || {
	cat >musl.c <<'END'
#include <stdio.h>
__attribute__((profile)) int f(int n) { return n + 1; }
int main(void) { return printf("%d\n", f(6)) != 2; }
END
	for kind in '' -static; do
		musl-gcc -O2 "$plugin" musl.c $kind -o musl 2>compiler.err ||
			fail "$(cat compiler.err)"
		expect_lines compiler.err 1
		expect_line compiler.err '.*nothing of this unit .*for musl.*'
		[ "$(MEMCALL_OUT=graph.dot ./musl)" = 7 ] || fail "musl $kind"
		expect_no_file graph.dot
	done
}
