// SPDX-License-Identifier: MIT
// A program with transactional memory.
// { mc-xfail "GCC has passes of its own for it, which clone functions too" }
// { mc-options "-fgnu-tm" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> leaf" calls=10 }
// { mc-stdout "10" }
#include <stdio.h>

static int sum;

__attribute__((transaction_safe)) static void leaf(void)
{
	sum++;
}

__attribute__((profile)) void work(void)
{
	for (int i = 0; i < 10; i++)
		__transaction_atomic { leaf(); }
}

int main(void)
{
	work();
	printf("%d\n", sum);
	return 0;
}
