// SPDX-License-Identifier: MIT
// Ways of building: a program of two units, with a shared library, exceptions,
// virtual functions, a callback and a thread, has the same graph in all.
// { mc-levels "-O0 -fno-pie -no-pie" "-O2 -fno-pie -no-pie" "-O2 -fPIE -pie -s" }
// { mc-levels "-O2 -fno-plt -Wl,-z,now" "-O2 -fcf-protection=full -fstack-protector-all -fstack-clash-protection" }
// { mc-levels "-O2 -ffunction-sections -fdata-sections -Wl,--gc-sections" }
// { mc-levels "-O2 -flto -ffunction-sections -fdata-sections -Wl,--gc-sections" }
// { mc-levels "-O0 -pg" "-O2 -pg" "-O2 -fvisibility=hidden -fvisibility-inlines-hidden" "-O2 -mcmodel=large" }
// { mc-levels "-O2 -finstrument-functions" "-O2 --coverage" "-O2 -mtls-dialect=gnu2" "-O2 -masm=intel" "-Os" "-Og" "-O3" }
// { mc-options "-pthread" }
// { mc-sources "unit.cc" }
// { mc-library "lib.cc" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> lib_run" calls=1 }
// { mc-edge "lib_run -> lib_leaf" calls=5 }
// { mc-edge "lib_leaf -> inner" calls=6 }
// { mc-edge "lib_run -> back" calls=5 }
// { mc-edge "back -> twice" calls=5 }
// { mc-edge "work -> sort" calls=1 }
// The address sanitizer's qsort compares once more.
// { mc-edge "sort -> compare" calls>=1 }
// { mc-edge "work -> make" calls=5 }
// { mc-edge "make -> Square::Square" calls=3 }
// { mc-edge "make -> Shape::Shape" calls=2 }
// { mc-edge "Square::Square -> Shape::Shape" calls=3 }
// { mc-edge "work -> Shape::area" calls=2 }
// { mc-edge "work -> Square::area" calls=3 }
// { mc-edge "Square::area -> twice" calls=3 }
// { mc-edge "Square::area -> Shape::area" calls=3 }
// { mc-edge "work -> Shape::~Shape" calls=2 }
// { mc-edge "work -> Square::~Square" calls=3 }
// { mc-edge "Square::~Square -> Shape::~Shape" calls=3 }
// { mc-edge "work -> in_thread" calls=1 kind=thread }
// { mc-edge "in_thread -> fib" calls=1 }
// { mc-edge "in_thread -> lib_leaf" calls=1 }
// { mc-edge "work -> fib" calls=1 }
// { mc-edge "fib -> fib" calls=190 }
// { mc-only-edges }
#include "build-flags.d/shape.h"

#include <stdio.h>
#include <stdlib.h>
#include <thread>

static thread_local int seen;

static int back(int n)
{
	seen++;
	return twice(n);
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static int sort(int n)
{
	int numbers[2] = {n, 3};

	qsort(numbers, 2, sizeof(int), compare);
	return numbers[0];
}

static int fib(int n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static void in_thread(int *result)
{
	*result = fib(5) + lib_leaf(1);
}

__attribute__((profile)) int work(int n)
{
	int sum = lib_run(n, back) + sort(n), result;

	for (int i = 0; i < n; i++) {
		Shape *shape = make(i);

		try {
			sum += shape->area(i);
		} catch (...) {
			sum += 100;
		}
		delete shape;
	}
	std::thread thread(in_thread, &result);
	thread.join();
	return sum + fib(10) + result + seen;
}

int main()
{
	int outside = lib_run(3, back);

	printf("%d %d\n", work(5), outside);
	return 0;
}
