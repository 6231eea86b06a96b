// SPDX-License-Identifier: MIT
// Addresses of labels that outlive the call that takes them, so that a call
// within an extent jumps by those of a call outside of it, and the other way
// round: in a static table, a struct that keeps where to go on, a global
// variable, by what a function is given, as distances, through an integer.
// Computed gotos that keep to themselves are among them.
// { mc-options "-std=gnu17" }
// { mc-node "work" calls=1 }
// { mc-node "interpret" calls=1 }
// { mc-node "by_distance" calls=1 }
// { mc-node "go_on" calls=2 }
// { mc-node "by_global" calls=1 }
// { mc-node "handed_on" calls=2 }
// { mc-node "by_word" calls=1 }
// { mc-node "by_itself" calls=1 }
// { mc-node "step" calls=15 }
// { mc-stdout "29 10 1 2 3 4 5 6 7 8 9" }
#include <stdint.h>
#include <stdio.h>

static int step(int n)
{
	return n + 1;
}

static void **table;

int interpret(const unsigned char *p, int sum)
{
	static void *labels[3];

	if (!p) {
		labels[0] = &&end;
		labels[1] = &&add;
		labels[2] = &&twice;
		table = labels;
		return 0;
	}
	goto *table[*p++];
add:
	sum = step(sum);
	goto *table[*p++];
twice:
	sum *= 2;
	goto *table[*p++];
end:
	return sum;
}

int by_distance(const unsigned char *p, int sum)
{
	static int distances[2];

	if (!p) {
		distances[1] = (int)((char *)&&add - (char *)&&end);
		return 0;
	}
	goto *(void *)((char *)&&end + distances[*p++]);
add:
	sum = step(sum);
	goto *(void *)((char *)&&end + distances[*p++]);
end:
	return sum;
}

struct routine {
	void *at;
};

int go_on(struct routine *r)
{
	if (r->at)
		goto * r->at;
	r->at = &&second;
	return step(0);
second:
	r->at = &&third;
	return step(1);
third:
	r->at = &&third;
	return step(2);
}

static void *where;

int by_global(int n)
{
	void *here = &&second;

	if (where)
		goto *where;
	where = here;
	return step(n);
second:
	return step(n) + 1;
}

static void *kept[2];

static void keep(void **to, void *from)
{
	*to = from;
}

static void (*volatile keep_it)(void **, void *) = keep;

int handed_on(int n)
{
	if (kept[n])
		goto *kept[n];
	keep_it(&kept[n], &&later);
	return step(n + 3);
later:
	return step(n + 4);
}

int by_word(int n)
{
	static uintptr_t word;
	uintptr_t local = (uintptr_t) && later;

	if (word)
		goto *(void *)(word ^ 5);
	local ^= 5;
	word = local;
	return n;
later:
	return step(n);
}

int by_itself(int n)
{
	void *local[2];
	void *next;

	local[0] = &&even;
	local[1] = &&odd;
	next = local[n & 1];
	goto *next;
even:
	return step(n) - 1;
odd:
	return step(n);
}

__attribute__((profile)) int work(struct routine *r, int n)
{
	static const unsigned char code[] = {1, 2, 1, 1, 2, 1, 1, 2, 1, 0};
	static const unsigned char adds[] = {1, 1, 0};

	printf("%d %d", interpret(code, n), by_distance(adds, n + 7));
	printf(" 1");
	printf(" %d", go_on(r));
	printf(" %d", go_on(r));
	printf(" %d", by_global(2));
	printf(" %d %d", handed_on(0), handed_on(1) + 1);
	printf(" %d", by_word(6));
	printf(" %d", by_itself(7));
	return 0;
}

int main(void)
{
	struct routine r = {NULL}, other = {NULL};

	interpret(NULL, 0);
	by_distance(NULL, 0);
	go_on(&r);
	by_global(0);
	handed_on(0);
	by_word(0);
	work(&r, 1);
	go_on(&other);
	printf(" 9\n");
	return 0;
}
