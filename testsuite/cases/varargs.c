// SPDX-License-Identifier: MIT
// Functions with variable arguments, called directly and through a pointer.
// { mc-node "work" calls=1 }
// { mc-node "sum" calls=4 }
// { mc-node "one" calls=7 }
// { mc-edge "work -> sum" calls=4 }
// { mc-edge "sum -> one" calls=7 }
// { mc-only-nodes }
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
	return sum(2, n, 1) + sum(0) + pointer(3, 1, 2, 3) + pointer(2, n, n);
}

int main(void)
{
	printf("%d\n", work(5));
	return 0;
}
