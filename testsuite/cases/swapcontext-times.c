// SPDX-License-Identifier: MIT
// A coroutine's time is the time that it runs: while it is suspended, time goes to
// who runs then.
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> body" calls=1 }
// { mc-edge "body -> inside" calls=5 total_ns>=100ms }
// { mc-edge "body -> yield" calls=5 }
// { mc-edge "work -> between" calls=6 total_ns>=180ms }
// { mc-only-edges }
// { mc-node "body" total_ns>=100ms depth=1 }
// { mc-check "node body total_ns + node between total_ns <= node work total_ns" }
// { mc-check "node inside total_ns + node yield total_ns <= node body total_ns" }
// { mc-check "profile lost = 0" }
#include <stdio.h>
#include <time.h>
#include <ucontext.h>

static ucontext_t here, there;
static char stack[256 * 1024];
static volatile int sum;

__attribute__((no_instrument_function)) static long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000 + t.tv_nsec;
}

__attribute__((no_instrument_function)) static void spend(long ms)
{
	for (long end = now() + ms * 1000000; now() < end;)
		sum++;
}

static void inside(void)
{
	spend(21);
}

static void between(void)
{
	spend(31);
}

static void yield(void)
{
	swapcontext(&there, &here);
}

static void body(void)
{
	for (int i = 0; i < 5; i++) {
		inside();
		yield();
	}
}

__attribute__((profile)) void work(void)
{
	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof(stack);
	there.uc_link = &here;
	makecontext(&there, body, 0);
	for (int i = 0; i < 6; i++) {
		swapcontext(&here, &there);
		between();
	}
}

int main(void)
{
	work();
	puts("done");
	return 0;
}
