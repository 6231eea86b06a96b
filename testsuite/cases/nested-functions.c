// SPDX-License-Identifier: MIT
// GNU C's nested functions, called directly and through a trampoline, one of
// them jumping out to a label of its parent.
// { mc-options "-Wl,-z,execstack" }
// { mc-node "work" calls=2 depth=1 }
// { mc-node "apply" calls=6 }
// { mc-node "add" calls=8 }
// { mc-node "stop" calls=1 }
// { mc-node "after" calls=1 }
// { mc-edge "work -> add" calls=2 }
// { mc-edge "apply -> add" calls=6 }
// { mc-edge "work -> stop" calls=1 }
// { mc-edge "work -> after" calls=1 }
// { mc-edge "work -> apply" calls=6 }
// { mc-edge "(root) -> work" calls=2 }
// { mc-only-nodes } { mc-only-edges }
#include <stdio.h>

static int apply(int (*f)(int), int i)
{
	return f(i);
}

static int after(int i)
{
	return i + 1;
}

__attribute__((profile)) int work(int n, int jump)
{
	__label__ out;
	int sum = 0, i;

	int add(int i)
	{
		sum += n;
		return i;
	}
	void stop(void)
	{
		goto out;
	}

	for (i = 0; i < 3; i++)
		apply(add, i);
	add(n);
	if (jump)
		stop();
	return sum;
out:
	return after(sum);
}

int main(void)
{
	int without = work(2, 0);

	printf("%d %d\n", without, work(3, 1));
	return 0;
}
