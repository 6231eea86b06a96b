// SPDX-License-Identifier: MIT
// A coroutine that waits for itself: one box, an edge back to it.
// { mc-options "-std=c++20" }
// { mc-node "count" calls=101 resumes=201 depth=101 }
// { mc-edge "work -> count" calls=1 resumes=2 }
// { mc-edge "count -> count" calls=100 resumes=199 }
// { mc-node "is_even" calls=26 resumes=51 depth=26 }
// { mc-edge "is_even -> is_odd" calls=25 resumes=50 }
// { mc-edge "is_odd -> is_even" calls=25 resumes=49 }
// { mc-edge "work -> is_even" calls=1 resumes=2 }
// { mc-edge "count -> leaf" calls=101 }
// { mc-check "node count total_ns <= node work total_ns" }
// { mc-check "node is_even total_ns <= node work total_ns" }
// { mc-check "profile lost = 0" }
#include "../programs/task.h"

#include <cstdio>

using task = task_of<long>;

static long leaves;

static void leaf()
{
	leaves++;
}

static task count(int n)
{
	leaf();
	if (n == 0)
		co_return 0;
	co_return 1 + co_await count(n - 1);
}

static task is_odd(int n);

static task is_even(int n)
{
	if (n == 0)
		co_return 1;
	co_return co_await is_odd(n - 1);
}

static task is_odd(int n)
{
	if (n == 0)
		co_return 0;
	co_return co_await is_even(n - 1);
}

__attribute__((profile)) long work()
{
	task a = count(100), b = is_even(50);

	a.handle.resume();
	b.handle.resume();
	return a.await_resume() + b.await_resume();
}

int main()
{
	long sum = work();

	std::printf("%ld %ld\n", sum, leaves);
	return 0;
}
