// SPDX-License-Identifier: MIT
// 10,000 fibres that take turns, deep in calls, on stacks that are used by one
// after the other.  What one calls is called by it, whoever ran in between.  A
// fibre is a callee of who made it, as it was begun by that.
// { mc-machine x86_64 "it has assembly" }
// { mc-plain "switch.c" }
// { mc-environment "MEMCALL_OPTIONS=time=all" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> wave" calls=100 }
// { mc-edge "wave -> fibre" calls=10000 }
// { mc-edge "wave -> between" calls=40100 }
// { mc-edge "fibre -> step" calls=20000 }
// { mc-edge "step -> down" calls=20000 }
// { mc-edge "step -> up" calls=20000 }
// { mc-edge "down -> down" calls=40000 }
// { mc-edge "down -> leaf" calls=80000 }
// { mc-only-edges }
// { mc-check "node wave total_ns <= node work total_ns" }
// { mc-check "profile lost = 0" }
// { mc-stdout "80000 20000 40100" }
#include "stacks-by-assembly.d/switch.h"

#include <stdio.h>
#include <sys/mman.h>

#define FIBRES 100
#define STACK_BYTES (16 * 1024)

static struct coroutine fibres[FIBRES];
static volatile int leaves, ups, betweens;

static void leaf(void)
{
	leaves++;
}

static void up(void)
{
	ups++;
}

static void between(void)
{
	betweens++;
}

static void down(int n, struct coroutine *self)
{
	if (n) {
		down(n - 1, self);
		leaf();
	} else {
		leaf();
		pass(self);
		leaf();
	}
}

static void step(struct coroutine *self)
{
	down(2, self);
	pass(self);
	up();
}

static void fibre(struct coroutine *self)
{
	step(self);
	step(self);
}

static void wave(void)
{
	char *stacks = mmap(NULL, FIBRES * STACK_BYTES, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	for (int i = 0; i < FIBRES; i++)
		start_body(&fibres[i], stacks + i * STACK_BYTES, STACK_BYTES,
			   fibre);
	between();
	for (int turn = 0; turn < 5; turn++)
		for (int i = 0; i < FIBRES; i++) {
			pass(&fibres[i]);
			if (turn < 4)
				between();
		}
	munmap(stacks, FIBRES * STACK_BYTES);
}

__attribute__((profile)) void work(void)
{
	for (int i = 0; i < 100; i++)
		wave();
}

int main(void)
{
	work();
	printf("%d %d %d\n", leaves, ups, betweens);
	return 0;
}
