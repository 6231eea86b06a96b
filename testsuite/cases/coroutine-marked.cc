// SPDX-License-Identifier: MIT
// A marked coroutine: what it waits for is recorded whenever it runs, as long
// as it has not been suspended to the end of what resumed it; the coroutine
// that waits for it is not, nor is what that does.
// { mc-options "-std=c++20" }
// { mc-node "marked" calls=10 resumes=30 }
// { mc-edge "(root) -> marked" calls=10 resumes=30 }
// { mc-edge "marked -> part" calls=20 resumes=20 }
// { mc-edge "part -> leaf" calls=20 }
// { mc-node "leaf" calls=20 }
// { mc-no-node "waits" "outside" "main" }
// { mc-check "node part total_ns <= node marked total_ns" }
// { mc-check "profile extents = 20" }
// { mc-check "profile lost = 0" }
#include "../programs/task.h"

#include <cstdio>

using task = task_of<void>;

static int leaves, others;

static void leaf()
{
	leaves++;
}

static void outside()
{
	others++;
}

static task part()
{
	leaf();
	co_return;
}

__attribute__((profile)) static task marked()
{
	co_await part();
	co_await part();
}

static task waits(int n)
{
	for (int i = 0; i < n; i++) {
		outside();
		co_await marked();
		outside();
	}
}

int main()
{
	task all = waits(10);

	all.handle.resume();
	outside();
	std::printf("%d %d\n", leaves, others);
	return 0;
}
