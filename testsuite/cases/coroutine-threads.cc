// SPDX-License-Identifier: MIT
// A coroutine that is resumed by another thread each time: every call is
// counted, once.
// { mc-options "-std=c++20 -pthread" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> runner" kind=thread calls=40 }
// { mc-node "runner" calls=40 depth=1 }
// { mc-node "steps" calls=1 resumes=40 depth=1 }
// { mc-edge "work -> steps" calls=1 resumes=0 }
// { mc-edge "runner -> steps" calls=0 resumes=40 }
// { mc-edge "steps -> leaf" calls=4000 }
// { mc-node "leaf" calls=4000 depth=1 }
// { mc-node "between" calls=40 }
// { mc-edge "runner -> between" calls=40 }
// { mc-check "profile lost = 0" }
// { mc-stdout "4000 40" }
#include <coroutine>
#include <cstdio>
#include <exception>
#include <thread>

struct Task {
	struct promise_type {
		Task get_return_object()
		{
			return {std::coroutine_handle<
				promise_type>::from_promise(*this)};
		}
		std::suspend_always initial_suspend() { return {}; }
		std::suspend_always final_suspend() noexcept { return {}; }
		void return_void() {}
		void unhandled_exception() { std::terminate(); }
	};
	std::coroutine_handle<promise_type> handle;
};

static long leaves;
static int betweens;

static void leaf()
{
	leaves++;
}

static void between()
{
	betweens++;
}

static Task steps()
{
	for (;;) {
		for (int i = 0; i < 100; i++)
			leaf();
		co_await std::suspend_always();
	}
}

static void runner(Task *task)
{
	task->handle.resume();
	between();
}

__attribute__((profile)) void work()
{
	Task task = steps();

	for (int i = 0; i < 40; i++)
		std::thread(runner, &task).join();
	task.handle.destroy();
}

int main()
{
	work();
	std::printf("%ld %d\n", leaves, betweens);
	return 0;
}
