// SPDX-License-Identifier: MIT
// Interpreters whose labels are in static tables: const, not const, of
// distances, two in one function, inlined into another.  Each body has tables of
// its own.  A table that another function sees binds its function to one body.
// Each runs outside of the extent, too.
// { mc-options "-std=gnu17" }
// { mc-node "work" calls=1 }
// { mc-node "by_const" calls=200 }
// { mc-node "by_plain" calls=200 }
// { mc-node "by_distance" calls=200 }
// { mc-node "by_two" calls=200 }
// { mc-node "by_shown" calls=200 }
// { mc-node "inlined" calls=200 }
// { mc-node "step" calls=3200 }
// { mc-edge "by_const -> step" calls=600 }
// { mc-edge "by_shown -> step" calls=600 }
// { mc-edge "inlined -> step" calls=400 }
// { mc-stdout "12 12 12 10 12 5" }
#include <stdio.h>

static volatile int one = 1;

static __attribute__((noinline)) int step(int n)
{
	return n + one;
}

static int by_const(const unsigned char *p, int n)
{
	static const void *const labels[] = {&&end, &&add, &&twice};

	goto *labels[*p++];
add:
	n = step(n);
	goto *labels[*p++];
twice:
	n = step(step(n));
	n *= 2;
	goto *labels[*p++];
end:
	return n;
}

static int by_plain(const unsigned char *p, int n)
{
	static void *labels[] = {&&end, &&add, &&twice};

	goto *labels[*p++];
add:
	n = step(n);
	goto *labels[*p++];
twice:
	n = step(step(n));
	n *= 2;
	goto *labels[*p++];
end:
	return n;
}

static int by_distance(const unsigned char *p, int n)
{
	static const int labels[] = {&&end - &&end, &&add - &&end,
				     &&twice - &&end};

	goto *(&&end + labels[*p++]);
add:
	n = step(n);
	goto *(&&end + labels[*p++]);
twice:
	n = step(step(n));
	n *= 2;
	goto *(&&end + labels[*p++]);
end:
	return n;
}

static int by_two(const unsigned char *p, int n)
{
	static const struct {
		int ignored;
		const void *label[2];
	} first = {1, {&&end, &&add}};
	static void *const second[] = {&&end, &&twice};

	goto *first.label[*p++ != 0];
add:
	n = step(n);
	goto *second[*p++ != 0];
twice:
	n = step(n);
	n *= 2;
	goto *second[0];
end:
	return n;
}

static const void *const *shown;

static int by_shown(const unsigned char *p, int n)
{
	static const void *const labels[] = {&&end, &&add, &&twice};

	shown = labels;
	goto *labels[*p++];
add:
	n = step(n);
	goto *shown[*p++];
twice:
	n = step(step(n));
	n *= 2;
	goto *shown[*p++];
end:
	return n;
}

static inline int inlined(const unsigned char *p, int n)
{
	static const void *const labels[] = {&&end, &&add};

	goto *labels[*p++];
add:
	n = step(n);
	goto *labels[*p++];
end:
	return n;
}

static const unsigned char program[] = {1, 2, 0};
static const unsigned char adding[] = {1, 1, 0};

static int run(int which, int n)
{
	switch (which) {
	case 0:
		return by_const(program, n);
	case 1:
		return by_plain(program, n);
	case 2:
		return by_distance(program, n);
	case 3:
		return by_two(program, n);
	case 4:
		return by_shown(program, n);
	default:
		return inlined(adding, n);
	}
}

__attribute__((profile)) void work(int rounds)
{
	int sums[6];

	for (int which = 0; which < 6; which++)
		for (int i = 0; i < rounds; i++)
			sums[which] = run(which, i % 7);
	(void)sums;
}

int main(void)
{
	int before[6];

	for (int which = 0; which < 6; which++)
		before[which] = run(which, 3);
	work(200);
	for (int which = 0; which < 6; which++)
		if (run(which, 3) != before[which])
			return 1;
	printf("%d %d %d %d %d %d\n", before[0], before[1], before[2],
	       before[3], before[4], before[5]);
	return 0;
}
