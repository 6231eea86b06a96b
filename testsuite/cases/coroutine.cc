// SPDX-License-Identifier: MIT
// A coroutine is resumed by the function that asks for the next value; what it
// calls then is called by the coroutine.
// { mc-options "-std=c++20" }
// { mc-node "work" calls=1 resumes=absent }
// { mc-node "numbers" calls=1 resumes=6 depth=1 }
// { mc-edge "work -> numbers" calls=1 resumes=6 }
// { mc-edge "numbers -> leaf" calls=5 resumes=absent }
// { mc-node "leaf" calls=5 }
// { mc-check "node leaf calls = stdout leaves" }
// { mc-no-edge "work -> leaf" "(root) -> leaf" }
#include <coroutine>
#include <cstdio>
#include <exception>

struct Numbers {
	struct promise_type {
		int value = 0;
		Numbers get_return_object()
		{
			return Numbers{std::coroutine_handle<
				promise_type>::from_promise(*this)};
		}
		std::suspend_always initial_suspend() { return {}; }
		std::suspend_always final_suspend() noexcept { return {}; }
		std::suspend_always yield_value(int v)
		{
			value = v;
			return {};
		}
		void return_void() {}
		void unhandled_exception() { std::terminate(); }
	};
	std::coroutine_handle<promise_type> handle;
};

static int leaves;

static int leaf(int n)
{
	leaves++;
	return n * n;
}

static Numbers numbers(int n)
{
	for (int i = 0; i < n; i++)
		co_yield leaf(i);
}

__attribute__((profile)) int work(int n)
{
	Numbers list = numbers(n);
	int sum = 0;

	for (list.handle.resume(); !list.handle.done(); list.handle.resume())
		sum += list.handle.promise().value;
	list.handle.destroy();
	return sum;
}

int main()
{
	int sum = work(5);

	std::printf("%d leaves=%d\n", sum, leaves);
	return 0;
}
