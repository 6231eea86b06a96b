// SPDX-License-Identifier: MIT
// Coroutines that wait for each other by symmetric transfer: who waits is the
// caller, whatever is on the stack, and its time is with that of what it waits
// for.  One box for each, its starts are its calls.
// { mc-options "-std=c++20" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-node "nx::top" calls=1 resumes=21 }
// { mc-node "nx::middle" calls=20 resumes=80 }
// { mc-node "nx::low" calls=65 resumes=65 }
// { mc-node "other" calls=1 resumes=6 }
// { mc-edge "work -> nx::top" calls=1 resumes=21 }
// { mc-edge "nx::top -> nx::middle" calls=20 resumes=80 }
// { mc-edge "nx::middle -> nx::low" calls=60 resumes=60 }
// { mc-edge "work -> other" calls=1 resumes=6 }
// { mc-edge "other -> nx::low" calls=5 resumes=5 }
// { mc-edge "nx::low -> spin" calls=65 }
// { mc-edge "work -> leaf" calls=2 }
// { mc-node "spin" calls=65 }
// { mc-no-edge "work -> nx::middle" "work -> nx::low" "nx::low -> nx::middle" "nx::low -> nx::top" "nx::low -> other" }
// { mc-no-node "nx::low(nx::low(int)::_ZN2nx3lowEi.Frame*) [clone .actor]" }
// { mc-check "node nx::top total_ns <= node work total_ns" }
// { mc-check "edge nx::middle -> nx::low total_ns <= node nx::middle total_ns" }
// { mc-check "node nx::middle total_ns <= node nx::top total_ns" }
// { mc-check "node work self_ns <= node spin total_ns" }
// { mc-check "profile lost = 0" }
#include "../programs/task.h"

#include <cstdio>

using task = task_of<long>;

static long spins;
static volatile int tick;

__attribute__((noinline)) static void spin()
{
	for (int i = 0; i < 200000; i++)
		tick = i;
	spins++;
}

static void leaf()
{
	spins += 0;
}

namespace nx
{

static task low(int n)
{
	spin();
	co_return n;
}

static task middle(int n)
{
	long sum = 0;

	for (int i = 0; i < 3; i++)
		sum += co_await low(n);
	co_return sum;
}

static task top(int n)
{
	long sum = 0;

	for (int i = 0; i < n; i++)
		sum += co_await middle(i);
	co_return sum;
}

} // namespace nx

static task other(int n)
{
	long sum = 0;

	while (n--)
		sum += co_await nx::low(n);
	co_return sum;
}

__attribute__((profile)) long work()
{
	task a = nx::top(20), b = other(5);

	a.handle.resume();
	leaf();
	b.handle.resume();
	leaf();
	return a.await_resume() + b.await_resume();
}

int main()
{
	long sum = work();

	std::printf("%ld %ld\n", sum, spins);
	return 0;
}
