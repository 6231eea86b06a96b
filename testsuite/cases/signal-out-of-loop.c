// SPDX-License-Identifier: MIT
// A handler jumps out of a loop whose calls are inlined, so that GCC could keep
// their count in a register until the loop ends: what was called is counted.
// { mc-levels "-O0" "-O1" "-O2" "-O3" "-O2 -fsplit-loops" "-O2 -flto" }
// { mc-node "work" calls=1 }
// { mc-node "loop" calls=299 }
// { mc-node "step" calls=45149 }
// { mc-node "jump" calls=299 }
// { mc-stdout "45149" }
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>

static sigjmp_buf before;
static long steps;
static volatile unsigned sink;

static inline unsigned step(unsigned x)
{
	return x * 2654435761u + 1;
}

static void jump(int signal)
{
	(void)signal;
	siglongjmp(before, 1);
}

/* Traps after TIMES + 1 steps. */
__attribute__((noinline)) static void loop(int times)
{
	unsigned x = 1;

	for (int i = times;; i--) {
		x = step(x);
#ifdef __x86_64__
		sink = 1000 / i;
#else /* where division by zero is no signal */
		sink = *(volatile unsigned *)(i ? (uintptr_t)&sink : 8);
#endif
		if (x == 0x1234567)
			break;
	}
	sink = x;
}

__attribute__((noinline)) static void once(int times)
{
	if (!sigsetjmp(before, 1))
		loop(times);
	steps += times + 1;
}

__attribute__((profile)) void work(void)
{
	for (int i = 1; i < 300; i++)
		once(i);
}

int main(void)
{
	signal(SIGFPE, jump);
	signal(SIGSEGV, jump);
	work();
	printf("%ld\n", steps);
	return 0;
}
