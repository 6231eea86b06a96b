# SPDX-License-Identifier: MIT
# Inline functions that a unit without the plugin emits, too: the linker takes
# one body for all, whose comes first.  All calls of the unit with the plugin are
# counted all the same, by functions with one body and with two.
. "$MEMCALL_LIB"

cat >common.h <<'END'
inline int function(int n) { return n % 7 + 1; }
template <class T> T instance(T n) { return n + 1; }
struct Class {
	int member(int n) { return n + 1; }
	virtual int overridden(int n) { return n + 1; }
};
END
cat >ours.cc <<'END'
#include "common.h"
#include <cstdarg>
#include <cstdio>

int plain(int);

/* It cannot have two bodies. */
__attribute__((noinline)) static int single(int n, ...)
{
	va_list list;

	va_start(list, n);
	n += va_arg(list, int);
	va_end(list);
	return function(n) + instance(n);
}

__attribute__((profile)) int work(int n)
{
	Class object;
	int (*volatile pointer)(int, ...) = single;
	int sum = pointer(1, 2);

	for (int i = 0; i < 5; i++)
		sum += function(i + n) + instance(i) + object.member(i);
	return sum + plain(n);
}

int main(int argc, char **)
{
	printf("%d\n", work(argc));
	return 0;
}
END
cat >plain.cc <<'END'
#include "common.h"

int plain(int n)
{
	int (*volatile a)(int) = function;
	int (*volatile b)(int) = instance<int>;
	int (Class::*volatile c)(int) = &Class::member;
	Class object;

	return a(n) + b(n) + (object.*c)(n) + object.overridden(n);
}
END

for level in -O0 -O1 -O2 '-O2 -fPIC'; do
	$CXX $level "$plugin" -c ours.cc -o ours.o
	$CXX $level -c plain.cc -o plain.o
	for order in 'ours.o plain.o' 'plain.o ours.o'; do
		$CXX $order -o program
		MEMCALL_OUT=out.memcall run ./program
		expect_status 0
		expect_silence
		expect_edge out.memcall work function 5
		expect_edge out.memcall work 'instance<int>' 5
		expect_edge out.memcall work Class::member 5
		expect_edge out.memcall single function 1
		expect_edge out.memcall single 'instance<int>' 1
	done
done
