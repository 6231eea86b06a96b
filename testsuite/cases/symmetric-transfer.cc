// SPDX-License-Identifier: MIT
// Coroutines that hand over to each other by tail calls, a million times: the
// stack does not grow, and what they call is counted.
// { mc-options "-std=c++20" }
// { mc-levels "-O2" "-O3" "-O2 -flto" }
// { mc-node "work" calls=1 }
// { mc-node "step" calls=1000000 }
// { mc-node "leaf" calls=1000000 resumes=1000000 }
// { mc-edge "work -> loop" calls=1 resumes=1000001 }
// { mc-edge "loop -> leaf" calls=1000000 resumes=1000000 }
// { mc-edge "(root) -> work" calls=1 }
#include <coroutine>
#include <cstdio>

static volatile long steps;

struct task {
	struct promise_type {
		std::coroutine_handle<> continuation;

		struct final_awaiter {
			bool await_ready() noexcept { return false; }
			std::coroutine_handle<> await_suspend(
				std::coroutine_handle<promise_type> h) noexcept
			{
				return h.promise().continuation;
			}
			void await_resume() noexcept {}
		};

		task get_return_object()
		{
			return {std::coroutine_handle<
				promise_type>::from_promise(*this)};
		}
		std::suspend_always initial_suspend() { return {}; }
		final_awaiter final_suspend() noexcept { return {}; }
		void return_void() {}
		void unhandled_exception() {}
	};

	std::coroutine_handle<promise_type> handle;

	bool await_ready() { return false; }
	std::coroutine_handle<> await_suspend(std::coroutine_handle<> h)
	{
		handle.promise().continuation = h;
		return handle;
	}
	void await_resume() { handle.destroy(); }
};

__attribute__((noinline)) static void step()
{
	steps = steps + 1;
}

task leaf()
{
	step();
	co_return;
}

task loop(int n)
{
	for (int i = 0; i < n; i++)
		co_await leaf();
}

__attribute__((profile)) void work(int n)
{
	task all = loop(n);

	all.handle.promise().continuation = std::noop_coroutine();
	all.handle.resume();
	all.handle.destroy();
}

int main()
{
	work(1000000);
	std::printf("%ld\n", (long)steps);
	return 0;
}
