// SPDX-License-Identifier: MIT
// Functions with cleanups through which exceptions pass, where code is to be
// small: what is outside of extents has nothing left of the hooks.
// { mc-levels "-O0" "-O1" "-O2" "-Os" "-Os -flto" }
// { mc-options "-fexceptions -fchecking" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> with_cleanup" calls=2 }
// { mc-edge "with_cleanup -> next" calls=1 }
// { mc-edge "with_cleanup -> done" calls=2 }
// { mc-edge "work -> in_small" calls=1 }
// { mc-edge "in_small -> next" calls=1 }
// { mc-edge "in_small -> done" calls=1 }
// { mc-only-edges }
#include <stdio.h>

static int sum;
int (*volatile next_of)(int);

__attribute__((noinline)) static void done(int *at)
{
	sum += *at;
}

static int next(int n)
{
	return n + 1;
}

int with_cleanup(int n)
{
	int left __attribute__((cleanup(done))) = n;

	if (n == 2)
		return 0;
	return next_of(n);
}

__attribute__((cold)) int in_small(int n)
{
	int left __attribute__((cleanup(done))) = n;

	return next_of(n);
}

__attribute__((profile)) int work(int n)
{
	return with_cleanup(n) + with_cleanup(n + 1) + in_small(n);
}

int main(void)
{
	next_of = next;
	printf("%d", with_cleanup(1) + in_small(2));
	printf(" %d", work(1));
	printf(" %d\n", sum);
	return 0;
}
