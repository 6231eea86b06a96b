# SPDX-License-Identifier: MIT
# With recording off, dladdr and backtrace_symbols name functions as they do
# without the plugin: in a program with -rdynamic and in a shared library, with
# optimisation inline functions and templates among them.
. "$MEMCALL_LIB"
machine x86_64 "guards in front of functions are only written for x86"

cat >names.h <<'END'
#include <dlfcn.h>
#include <execinfo.h>
#include <stdio.h>

__attribute__((noinline)) static void say(const char *what, void *address)
{
	Dl_info info;
	int is_known = dladdr(address, &info) && info.dli_sname;

	printf("%s %s\n", what, is_known ? info.dli_sname : "?");
}

/* The innermost callers. */
__attribute__((noinline, noclone)) static void trace(void)
{
	void *frames[5];
	int count = backtrace(frames, 5);

	for (int i = 1; i < count; i++)
		say("from", frames[i]);
}
END
cat >names.cc <<'END'
#include "names.h"

namespace space {
__attribute__((noinline)) int deepest(int n)
{
	trace();
	say("called by", __builtin_return_address(0));
	return n + 1;
}
template <class T> __attribute__((noinline)) T instance(T n)
{
	return deepest(n) + 1;
}
struct Class {
	__attribute__((noinline)) int member(int n)
	{
		return instance(n) + instance(n + 1);
	}
};
}
__attribute__((noinline)) int middle(int n)
{
	space::Class object;

	return object.member(n) + 1;
}
__attribute__((profile, noinline)) int work(int n)
{
	return middle(n) + middle(n + 1) + 1;
}
#ifdef MAIN
int main(int argc, char **)
{
	printf("%d\n", work(argc));
	return 0;
}
#endif
END
echo 'int work(int); int main(int n, char **) { return work(n) != 19; }' >main.cc

# Without optimisation there are copies of inline functions for calls of the unit.
show()
{
	case $level in
	-O0) grep -v '[68]instance\|6member\| ?$' "$1" || : ;;
	*) cat "$1" ;;
	esac
}

for level in -O0 -O1 -O2 -O3 -Os '-O2 -fcf-protection' '-O2 -masm=intel'; do
	$CXX $level -w -DMAIN names.cc -rdynamic -o program
	./program >plain
	show plain >expected
	grep -q 'from _Z6middlei' plain ||
		fail "the program does not say what it should"
	$CXX $level "$plugin" -DMAIN names.cc -rdynamic -o program
	run ./program
	show out >shown
	expect_text shown <expected
	MEMCALL_OUT=out.memcall run ./program
	expect_calls out.memcall space::deepest 4
	expect_calls out.memcall 'space::instance<int>' 4
	expect_calls out.memcall middle 2

	$CXX $level -w -fPIC -shared names.cc -o libnames.so
	$CXX main.cc -L. -lnames -Wl,-rpath,. -o program
	./program >plain
	show plain >expected
	$CXX $level "$plugin" -fPIC -shared names.cc -o libnames.so
	run ./program
	expect_status 0
	show out >shown
	expect_text shown <expected
	MEMCALL_OUT=out.memcall run ./program
	expect_calls out.memcall space::deepest 4
done
