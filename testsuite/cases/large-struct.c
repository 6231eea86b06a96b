// SPDX-License-Identifier: MIT
// Large structures by value, as arguments and as results.
// { mc-node "work" calls=1 }
// { mc-node "make" calls=3 }
// { mc-node "shift" calls=3 }
// { mc-node "total" calls=3 }
// { mc-edge "work -> make" calls=3 }
// { mc-edge "work -> shift" calls=3 }
// { mc-edge "work -> total" calls=3 }
// { mc-only-nodes }
#include <stdio.h>

struct big {
	long v[40];
};

struct big make(int n)
{
	struct big b;
	int i;

	for (i = 0; i < 40; i++)
		b.v[i] = n * i;
	return b;
}

struct big shift(struct big b)
{
	int i;

	for (i = 0; i < 40; i++)
		b.v[i] += i;
	return b;
}

static struct big (*volatile shift_pointer)(struct big) = shift;

long total(struct big b, struct big c)
{
	return b.v[3] + c.v[39];
}

__attribute__((profile)) long work(void)
{
	struct big b;
	long sum = 0;
	int i;

	for (i = 0; i < 3; i++) {
		b = make(i);
		sum += total(b, i ? shift(b) : shift_pointer(b));
	}
	return sum;
}

int main(void)
{
	printf("%ld\n", work());
	return 0;
}
