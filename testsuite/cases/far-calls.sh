# SPDX-License-Identifier: MIT
# Calls from unit to unit and through pointers are light, and counted exactly:
# by name, through one pointer to several functions in turn, virtual ones,
# through tables, by a declaration that says less than the definition, with
# variable arguments, with structures.  Nothing is passed by: what --wrap, a
# library in front, an indirect function and a pointer to a plain wrapper put
# between caller and callee is called each time.
. "$MEMCALL_LIB"

cat >calls.h <<'END'
struct pair {
	long a, b;
};
struct large {
	long words[9];
	char tail;
};
typedef int handler(int);
int named(int);
int other(int);
double mixed(int, double, long, float, char, short, int, int, int, double);
struct pair pair(struct pair, int);
struct large large(struct large, int);
int many(const char *, ...);
extern handler *const table[3];
END
cat >caller.c <<'END'
#include "calls.h"
#include <stdio.h>
#include <stdlib.h>

int undeclared();
int wrapped(int);

static int by_name(int n)
{
	return named(n) + named(n + 1) + other(n);
}

static int by_pointer(handler *h, int n)
{
	return h(n) + table[n % 3](n);
}

static int by_value(int n)
{
	struct pair p = {n, 2};
	struct large l = {{n}, 'x'};

	p = pair(p, n);
	l = large(l, n);
	return (int)(p.a + l.words[8]) + l.tail +
	       (int)mixed(1, 2.5, 3, 4.5f, 5, 6, 7, 8, 9, n);
}

static int by_chance(int n)
{
	return many("ddd", n, 2, 3) + undeclared(n, 5) + wrapped(n);
}

__attribute__((profile)) long work(int rounds)
{
	handler *volatile hot = named;
	long sum = 0;

	for (int i = 0; i < rounds; i++) {
		if (i == rounds / 2)
			hot = other;
		sum += by_name(i) + by_pointer(hot, i) + by_value(i) +
		       by_chance(i);
	}
	return sum;
}

int main(int argc, char **argv)
{
	printf("%ld\n", work(argc > 1 ? atoi(argv[1]) : 30000));
	return 0;
}
END
cat >callees.c <<'END'
#include "calls.h"
#include <stdarg.h>

static volatile int one = 1;

int leaf(int n)
{
	return n + one;
}
int named(int n)
{
	return leaf(n) * 2;
}
int other(int n)
{
	return leaf(n) * 3;
}
static int hidden(int n)
{
	return leaf(n) * 5;
}
handler *const table[3] = {named, hidden, other};
double mixed(int a, double b, long c, float d, char e, short f, int g, int h,
	     int i, double j)
{
	return a + b + c + d + e + f + g + h + i + j + leaf(1);
}
struct pair pair(struct pair p, int n)
{
	p.a += leaf(n);
	return p;
}
struct large large(struct large l, int n)
{
	l.words[8] = l.words[0] + leaf(n);
	return l;
}
int many(const char *format, ...)
{
	va_list list;
	int sum = 0;

	va_start(list, format);
	for (; *format; format++)
		sum += leaf(va_arg(list, int));
	va_end(list);
	return sum;
}
int undeclared(int a, int b)
{
	return leaf(a) + b;
}
int wrapped(int n)
{
	return leaf(n) * 7;
}
END
cat >wrap.c <<'END'
int wraps;
int __real_wrapped(int);
int __wrap_wrapped(int n)
{
	wraps++;
	return __real_wrapped(n) + 1;
}
__attribute__((destructor)) static void say(void)
{
	__builtin_printf("wrapped %d\n", wraps);
}
END

# The edges of a run of 30,000 rounds.
expect_edges()
{
	expect_edge out.memcall by_name named 60000
	expect_edge out.memcall by_name other 30000
	expect_edge out.memcall by_pointer named 25000
	expect_edge out.memcall by_pointer other 25000
	expect_edge out.memcall by_pointer hidden 10000
	expect_edge out.memcall by_value pair 30000
	expect_edge out.memcall by_value large 30000
	expect_edge out.memcall by_value mixed 30000
	expect_edge out.memcall by_chance many 30000
	expect_edge out.memcall by_chance undeclared 30000
	expect_edge out.memcall by_chance wrapped 30000
	expect_edge out.memcall many leaf 90000
	expect_edge out.memcall named leaf 85000
	expect_edge out.memcall hidden leaf 10000
}

record()
{
	MEMCALL_OUT=out.memcall run "$@"
	expect_status 0
	[ "$(grep -v "^wrapped" out)" = "$expected" ] ||
		fail "recorded: $(cat out), not $expected"
	expect_edges
}

for level in -O1 '-O3 -fPIC' '-Os -fno-plt' '-O2 -flto' \
	'-O2 -no-pie -fno-pie' '-O2 -fvisibility=hidden -fPIC'; do
	$CC $level -std=gnu17 -g "$plugin" -c caller.c -o caller.o
	$CC $level -std=gnu17 -g "$plugin" -c callees.c -o callees.o
	$CC $level caller.o callees.o -o program
	run ./program
	expected=$(cat out)
	MEMCALL_OPTIONS=time=off record ./program
	case $level in
	*flto*) continue ;;
	*fvisibility*)
		for options in time=auto time=all contexts=20; do
			MEMCALL_OPTIONS=$options record ./program
		done
		;;
	esac
	$CC -O2 -c wrap.c -o wrap.o
	$CC $level -Wl,--wrap=wrapped caller.o callees.o wrap.o -o program
	run ./program
	expected=$(grep -v '^wrapped' out)
	record ./program
	expect_line out 'wrapped 30000'
done

# A library in front of another, and one that is unloaded while its callers have
# called it lightly; another one then has the addresses.
cat >first.c <<'END'
static volatile int one = 1;
static int inner(int n) { return n + one; }
int choose(int n) { return inner(n); }
int lib_run(int n) { return choose(n) + choose(n); }
END
cat >second.c <<'END'
static volatile int two = 2;
static int deeper(int n) { return n + two; }
static int inside(int n) { return deeper(n) + deeper(n); }
int choose(int n) { return inside(n); }
int lib_run(int n) { return choose(n) - 1; }
END
cat >front.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
int choose(int n)
{
	static int (*next)(int);

	if (!next)
		next = (int (*)(int))dlsym(RTLD_NEXT, "choose");
	return 10 * next(n);
}
END
cat >loader.c <<'END'
#include <dlfcn.h>
#include <stdio.h>
static int repeat(int (*f)(int), int times)
{
	int sum = 0;

	for (int i = 0; i < times; i++)
		sum += f(i & 7);
	return sum;
}
__attribute__((profile)) int work(const char *const *names)
{
	int sum = 0;

	for (; *names; names++) {
		void *library = dlopen(*names, RTLD_NOW);

		sum += repeat((int (*)(int))dlsym(library, "lib_run"), 1000);
		sum += repeat((int (*)(int))dlsym(library, "choose"), 1000);
		dlclose(library);
	}
	return sum;
}
int main(int argc, char **argv)
{
	(void)argc;
	printf("%d\n", work((const char *const *)argv + 1));
	return 0;
}
END
cat >main.c <<'END'
#include <stdio.h>
int choose(int);
int lib_run(int);
__attribute__((profile)) int work(int times)
{
	int sum = 0;

	for (int i = 0; i < times; i++)
		sum += choose(i) + lib_run(i);
	return sum;
}
int main(void)
{
	printf("%d\n", work(1000));
	return 0;
}
END
$CC -O2 -fPIC -shared front.c -o front.so
for level in -O2 '-O2 -fvisibility=protected' '-O2 -Wl,-Bsymbolic'; do
	$CC $level -g "$plugin" -fPIC -shared first.c -o first.so
	$CC $level -g "$plugin" -fPIC -shared second.c -o second.so
	$CC -O2 -g "$plugin" loader.c -o program
	set -- ./program ./first.so ./second.so ./first.so ./second.so ./second.so
	run "$@"
	expected=$(cat out)
	for options in time=off time=auto; do
		MEMCALL_OPTIONS=$options MEMCALL_OUT=out.memcall run "$@"
		expect_status 0
		echo "$expected" | expect_text out
		expect_edge out.memcall repeat lib_run 5000
		expect_edge out.memcall repeat choose 5000
		expect_edge out.memcall lib_run choose 7000
		expect_calls out.memcall inner 6000
		expect_edge out.memcall inside deeper 12000
	done

	$CC -O2 -g "$plugin" main.c ./first.so -o program
	run env LD_PRELOAD="$preloaded./front.so" ./program
	expect_status 0
	expected=$(cat out)
	MEMCALL_OPTIONS=time=off MEMCALL_OUT=out.memcall run env \
		LD_PRELOAD="$preloaded./front.so" ./program
	expect_status 0
	echo "$expected" | expect_text out
	expect_calls out.memcall lib_run 1000
done
