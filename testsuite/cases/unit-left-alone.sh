# SPDX-License-Identifier: MIT
# Units that cannot record themselves are left alone: without a C library,
# for a kernel, of 32 bits.  verbose says so; of 32 bits all are told.
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
	[ ! -s compiler.err ] || fail "$(cat compiler.err)"
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

# This takes no C library of 32 bits.
echo '__attribute__((profile)) int f(int n) { return n + 1; }' >small.c
source=small.c
left_alone -m32 -fno-pic
expect_line compiler.err '.*nothing of this unit .*not 64-bit'
left_alone -mx32 -fno-pic
expect_line compiler.err '.*nothing of this unit .*not 64-bit'
