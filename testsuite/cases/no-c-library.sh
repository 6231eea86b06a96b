# SPDX-License-Identifier: MIT
# A program that is linked without a C library, though its units were compiled
# as if there were one, has no thread-local storage: its entries do not look
# there.
. "$MEMCALL_LIB"

case $($CC -dumpmachine) in
x86_64*) ;;
*) skip "the program has instructions of x86-64" ;;
esac
cat >free.c <<'END'
int leaf(int);

static long call(long number, long a, const char *b, long c)
{
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(a), "S"(b), "d"(c)
			 : "rcx", "r11", "memory");
	return result;
}

__attribute__((force_align_arg_pointer)) void _start(void)
{
	int n = leaf(1);

	call(1, 1, "right\n", 6);
	call(60, n - 2, 0, 0);
}
END
cat >leaf.c <<'END'
static int (*volatile inner)(int);
static int add(int n) { return n + 1; }
__attribute__((noinline, profile)) int leaf(int n)
{
	inner = add;
	return inner(n);
}
END

for level in -O0 -O2; do
	$CC $level "$plugin" -fplugin-arg-memcall-root=_start \
		-fno-stack-protector free.c leaf.c -nostdlib -static -o free
	run ./free
	expect_status 0
	echo right | expect_text out
	MEMCALL_OUT=graph.dot run ./free
	expect_status 0
	echo right | expect_text out
	expect_no_file graph.dot
done
