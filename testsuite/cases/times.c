// SPDX-License-Identifier: MIT
// Times of functions that sleep: total, self, shortest and longest, and that
// nothing exceeds the time that passed.
// { mc-node "nap" calls=3 }
// { mc-check "node nap min_ns >= 20ms" }
// { mc-check "node nap min_ns < 40ms" }
// { mc-check "node nap max_ns >= 60ms" }
// { mc-check "node nap total_ns >= 120ms" }
// { mc-check "node nap total_ns <= node work total_ns" }
// { mc-check "node work self_ns >= 30ms" }
// { mc-check "node work self_ns < 60ms" }
// { mc-check "node work total_ns >= 150ms" }
// { mc-check "node work total_ns <= profile total_ns" }
// { mc-check "node work min_ns = node work max_ns" }
// { mc-check "node nap max_ns <= node nap total_ns" }
#include <stdio.h>
#include <time.h>

static void nap(long ms)
{
	struct timespec t = {0, ms * 1000000};

	nanosleep(&t, NULL);
}

__attribute__((profile)) void work(void)
{
	struct timespec t = {0, 30000000};

	nap(20);
	nap(40);
	nap(60);
	nanosleep(&t, NULL);
}

int main(void)
{
	work();
	puts("slept");
	return 0;
}
