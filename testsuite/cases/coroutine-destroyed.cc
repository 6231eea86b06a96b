// SPDX-License-Identifier: MIT
// Coroutines that are destroyed while they are suspended, or end by an exception.
// { mc-options "-std=c++20" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> count" calls=100 resumes=350 }
// { mc-node "count" calls=100 resumes=350 }
// { mc-edge "count -> Local::~Local" calls=350 }
// { mc-edge "stop -> Local::~Local" calls=100 }
// { mc-edge "work -> leaf" calls=450 }
// { mc-edge "work -> stop" calls=100 }
// { mc-edge "Local::~Local -> leaf" calls=450 }
// { mc-node "Local::~Local" calls=450 }
// { mc-node "leaf" calls=1250 depth=1 }
// { mc-node "generator::promise_type::unhandled_exception" calls=50 }
// { mc-check "profile lost = 0" }
// { mc-stdout "450 1250" }
#include <coroutine>
#include <cstdio>

static int locals, leaves;

static void leaf()
{
	leaves++;
}

struct Local {
	~Local()
	{
		locals++;
		leaf();
	}
};

struct generator {
	struct promise_type {
		int value;

		generator get_return_object()
		{
			return {std::coroutine_handle<
				promise_type>::from_promise(*this)};
		}
		std::suspend_always initial_suspend() { return {}; }
		std::suspend_always final_suspend() noexcept { return {}; }
		std::suspend_always yield_value(int n)
		{
			value = n;
			return {};
		}
		void return_void() {}
		void unhandled_exception() { throw; }
	};

	std::coroutine_handle<promise_type> handle;
};

static generator count(int n)
{
	Local outer;

	for (int i = 0;; i++) {
		Local inner;

		leaf();
		if (i == n)
			throw i;
		co_yield i;
	}
}

static void stop(generator &g)
{
	g.handle.destroy();
}

__attribute__((profile)) void work()
{
	for (int i = 0; i < 100; i++) {
		generator g = count(i & 1 ? 1000 : 2);

		try {
			for (int k = 0; k < 4; k++) {
				g.handle.resume();
				leaf();
			}
		} catch (int) {
			leaf();
		}
		stop(g);
		leaf();
	}
}

int main()
{
	work();
	std::printf("%d %d\n", locals, leaves);
	return 0;
}
