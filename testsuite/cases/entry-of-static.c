// SPDX-License-Identifier: MIT
// An entry compares with its function's address, so no static function with one
// is called by name only, even if nothing else takes its address.
// { mc-levels "-O0" "-O1" "-O2" "-O3" "-O2 -flto" }
// { mc-options "-fchecking" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> sum" calls=2 }
// { mc-edge "sum -> one" calls=3 }
// { mc-only-edges }
#include <stdarg.h>
#include <stdio.h>

static int one(va_list *list)
{
	return va_arg(*list, int);
}

static int sum(int n, ...)
{
	int total = 0;
	va_list list;

	va_start(list, n);
	while (n-- > 0)
		total += one(&list);
	va_end(list);
	return total;
}

static int (*volatile pointer)(int, ...) = sum;

__attribute__((profile)) int work(int n)
{
	return sum(2, n, 1) + pointer(1, n);
}

int main(void)
{
	printf("%d\n", work(5));
	return 0;
}
