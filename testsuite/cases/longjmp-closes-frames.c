// SPDX-License-Identifier: MIT
// 1000 jumps over five frames: what is called after them hangs below the
// function that was jumped into.
// { mc-unsanitized thread "its longjmp crashes in code without it" }
// { mc-node "work" calls=1 depth=1 }
// { mc-node "down" calls=5000 depth=5 }
// { mc-node "after" calls=1000 }
// { mc-edge "work -> down" calls=1000 }
// { mc-edge "down -> down" calls=4000 }
// { mc-edge "work -> after" calls=1000 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes } { mc-only-edges }
// { mc-check "node down total_ns <= node work total_ns" }
#include <setjmp.h>
#include <stdio.h>

static jmp_buf env;
static volatile int sum;

static void down(int n)
{
	if (n == 0)
		longjmp(env, 1);
	down(n - 1);
	sum += 1000000;
}

static void after(int i)
{
	sum += i & 1;
}

__attribute__((profile)) void work(void)
{
	volatile int i;

	for (i = 0; i < 1000; i++) {
		if (setjmp(env) == 0)
			down(4);
		else
			after(i);
	}
}

int main(void)
{
	work();
	printf("%d\n", sum);
	return 0;
}
