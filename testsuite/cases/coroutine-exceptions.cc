// SPDX-License-Identifier: MIT
// Exceptions that a coroutine waits for, and such as leave one to what resumed
// it: a run that is left that way is over, and what comes then is not its time.
// { mc-options "-std=c++20" }
// { mc-edge "work -> outer" calls=30 resumes=60 }
// { mc-edge "outer -> inner" calls=30 resumes=30 }
// { mc-edge "inner -> fail" calls=30 }
// { mc-edge "outer -> caught" calls=30 }
// { mc-edge "work -> leaks" calls=20 resumes=20 }
// { mc-edge "work -> waits" calls=20 resumes=20 }
// { mc-edge "waits -> leaks" calls=20 resumes=20 }
// { mc-edge "leaks -> fail" calls=40 }
// { mc-edge "work -> spin" calls=40 }
// { mc-node "fail" calls=70 depth=1 }
// { mc-no-edge "leaks -> spin" "waits -> spin" "work -> fail" "work -> caught" }
// { mc-check "node leaks total_ns <= node work self_ns" }
// { mc-check "node waits total_ns <= node work self_ns" }
// { mc-check "profile lost = 0" }
#include "../programs/task.h"

#include <cstdio>
#include <exception>

struct keeps : result_of<void> { // an exception for what waits
	std::exception_ptr error;

	void unhandled_exception() { error = std::current_exception(); }
	void result()
	{
		if (error)
			std::rethrow_exception(error);
	}
};

using task = task_of<void, keeps>;
using leak = task_of<void>;

static int catches;
static volatile int tick;

static void fail()
{
	throw 1;
}

static void caught()
{
	catches++;
}

static task inner()
{
	fail();
	co_return;
}

static task outer()
{
	try {
		co_await inner();
	} catch (int) {
		caught();
	}
}

static leak leaks()
{
	fail();
	co_return;
}

static leak waits()
{
	co_await leaks();
}

static void spin()
{
	tick = 0;
}

__attribute__((profile)) void work()
{
	for (int i = 0; i < 30; i++)
		outer().handle.resume();
	for (int i = 0; i < 20; i++) {
		leak alone = leaks(), behind = waits();

		try {
			alone.handle.resume();
		} catch (int) {
			for (int k = 0; k < 1000000; k++)
				tick = k;
			spin();
		}
		try {
			behind.handle.resume();
		} catch (int) {
			for (int k = 0; k < 1000000; k++)
				tick = k;
			spin();
		}
	}
}

int main()
{
	work();
	std::printf("%d\n", catches);
	return 0;
}
