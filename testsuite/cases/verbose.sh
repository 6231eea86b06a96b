# SPDX-License-Identifier: MIT
# verbose says of every function whether it is instrumented, and why, and how
# many have a copy; nothing of what the plugin itself adds.
. "$MEMCALL_LIB"
write_program
run $CC -O2 "$plugin" -fplugin-arg-memcall-verbose -c program.c -o program.o
expect_status 0
for function in leaf twice work main; do
	expect_line err ".*\b$function\b"
done
expect_line err '.*memcall: [1-9][0-9]* functions of this unit have a copy that records'
expect_no_line err '.*_sub_'

# With scope=unit, calls of leaves of the C library lead nowhere; those that may
# call back, and those through pointers, lead to all functions whose address is
# taken.
cat >leaves.c <<'END'
#include <stdlib.h>
#include <string.h>
int by_pointer(int n) { return n + 1; }
int unreached(int n) { return n + 2; }
int (*volatile pointer)(int) = by_pointer;
static int compare(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}
__attribute__((profile)) size_t copy(char *to, const char *from)
{
	memcpy(to, from, 4);
	return strlen(to);
}
#ifdef SORT
__attribute__((profile)) void sort(char *text)
{
	qsort(text, strlen(text), 1, compare);
}
#elif defined CALL
__attribute__((profile)) int call(int n) { return pointer(n); }
#else
void *unused(void) { return (void *)compare; }
#endif
END
check() {
	instrumented=$1
	shift
	run $CC -O2 "$plugin" -fplugin-arg-memcall-scope=unit \
		-fplugin-arg-memcall-verbose "$@" -c leaves.c -o leaves.o
	expect_status 0
	for function in by_pointer unreached copy; do
		case " $instrumented " in
		*" $function "*)
			expect_line err ".*$function.* instrumented: .*" ;;
		*)
			expect_line err ".*$function.*not instrumented: no marked.*" ;;
		esac
	done
}
check "copy"
check "copy by_pointer" -DSORT
check "copy by_pointer" -DCALL
