// SPDX-License-Identifier: MIT
// Counts two functions that call each other, and a marked function that is
// called again, by what it calls.
//
// The lines in braces say what the profile must have; ../README.md explains
// them.  A node is a box of the graph and an edge an arrow.  (root) stands for
// the caller of marked functions that are called from outside of any other.
//
// { mc-edge "(root) -> work" calls=1 }
// { mc-node "work" calls=3 depth=3 }
// { mc-edge "work -> descend" calls=2 }
// { mc-node "descend" calls=2 depth=2 }
// { mc-edge "descend -> work" calls=2 }
// { mc-edge "work -> is_even" calls=1 }
// { mc-node "is_even" calls=6 depth=6 }
// { mc-edge "is_even -> is_odd" calls=5 }
// { mc-node "is_odd" calls=5 depth=5 }
// { mc-edge "is_odd -> is_even" calls=5 }
// { mc-only-nodes } { mc-only-edges }
//
// The depth is exact, and not a lower bound, for two reasons.  The first calls
// of a function in a context are all timed, and these are few.  No recursive
// call is the last thing that its caller does: +, *, || and && need its result.
//
// The time of a recursive function is that of its outermost call.  If all six
// calls of is_even were added up, the sum could be more than the time of work.
// { mc-check "node is_even total_ns <= node work total_ns" }
#include <stdio.h>

static int is_odd(int n);
static int descend(int n);

static int is_even(int n)
{
	return n == 0 || is_odd(n - 1);
}

static int is_odd(int n)
{
	return n != 0 && is_even(n - 1);
}

__attribute__((profile)) int work(int n)
{
	return n > 0 ? descend(n) + 1 : is_even(10);
}

static int descend(int n)
{
	return work(n - 1) * 2;
}

int main(void)
{
	printf("%d\n", work(2));
	return 0;
}
