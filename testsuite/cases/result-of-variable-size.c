// SPDX-License-Identifier: MIT
// Nested functions that return a structure whose size is known only when they
// run; one of them does not return at all.
// { mc-levels "-O0" "-O1" "-O2" "-Os" }
// { mc-options "-fchecking" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> fill" calls=1 }
// { mc-edge "fill -> value" calls=3 }
// { mc-only-edges }
#include <stdio.h>
#include <stdlib.h>

static int value(int n)
{
	return 10 * n;
}

__attribute__((profile)) int work(int n)
{
	struct row {
		int at[n];
	};

	struct row fill(void)
	{
		struct row row;

		for (int i = 0; i < n; i++)
			row.at[i] = value(i);
		return row;
	}

	__attribute__((noreturn, profile)) struct row fail(void)
	{
		abort();
	}

	struct row row;

	if (n > 200)
		fail();
	else if (n > 100)
		return fail().at[0];
	else
		row = fill();
	return row.at[n - 1];
}

int main(void)
{
	printf("%d\n", work(3));
	return 0;
}
