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
#include <coroutine>
#include <cstdio>
#include <exception>
#include <utility>

struct keeps { // an exception for what waits
	std::exception_ptr error;

	void unhandled_exception() { error = std::current_exception(); }
};

struct throws {
	std::exception_ptr error;

	void unhandled_exception() { throw; }
};

template <class Handler> struct coroutine {
	struct promise_type : Handler {
		std::coroutine_handle<> next = std::noop_coroutine();

		struct last {
			bool await_ready() noexcept { return false; }
			std::coroutine_handle<> await_suspend(
				std::coroutine_handle<promise_type> h) noexcept
			{
				return h.promise().next;
			}
			void await_resume() noexcept {}
		};

		coroutine get_return_object()
		{
			return {std::coroutine_handle<
				promise_type>::from_promise(*this)};
		}
		std::suspend_always initial_suspend() noexcept { return {}; }
		last final_suspend() noexcept { return {}; }
		void return_void() {}
	};

	std::coroutine_handle<promise_type> handle;

	coroutine(std::coroutine_handle<promise_type> h) : handle(h) {}
	coroutine(coroutine &&from)
		: handle(std::exchange(from.handle, nullptr))
	{
	}
	~coroutine()
	{
		if (handle)
			handle.destroy();
	}
	bool await_ready() { return false; }
	std::coroutine_handle<> await_suspend(std::coroutine_handle<> h)
	{
		handle.promise().next = h;
		return handle;
	}
	void await_resume()
	{
		if (handle.promise().error)
			std::rethrow_exception(handle.promise().error);
	}
};

using task = coroutine<keeps>;
using leak = coroutine<throws>;

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
