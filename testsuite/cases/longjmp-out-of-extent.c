// SPDX-License-Identifier: MIT
// Jumps out of the extent end it: what is called outside afterwards is not
// recorded, and the next extent starts at the root.
// { mc-unsanitized thread "its longjmp crashes in code without it" }
// { mc-node "work" calls=10 depth=1 }
// { mc-node "helper" calls=20 }
// { mc-node "leave" calls=10 }
// { mc-edge "(root) -> work" calls=10 }
// { mc-edge "work -> helper" calls=20 }
// { mc-edge "work -> leave" calls=10 }
// { mc-no-edge "work -> outside" "(root) -> helper" }
// { mc-no-node "outside" }
// { mc-only-nodes } { mc-only-edges }
#include <setjmp.h>
#include <stdio.h>

static jmp_buf env;

int helper(int n)
{
	return n + 1;
}

__attribute__((noreturn)) void leave(int n)
{
	longjmp(env, n);
}

__attribute__((profile)) int work(int n)
{
	n = helper(n) + helper(n);
	leave(n);
}

int outside(int n)
{
	return helper(n);
}

int main(void)
{
	volatile int i, sum = 0;
	int value;

	for (i = 0; i < 10; i++) {
		value = setjmp(env);
		if (value == 0)
			work(i);
		sum += outside(value);
	}
	printf("%d\n", sum);
	return 0;
}
