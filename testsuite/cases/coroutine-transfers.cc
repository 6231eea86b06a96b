// SPDX-License-Identifier: MIT
// Symmetric transfer that is not simply waiting for one that ends: a generator
// that yields to what waits for it, tasks that take turns, one that goes on at
// once, one whose waiter was resumed elsewhere, one that is resumed by a call.
// { mc-options "-std=c++20 -flto-partition=one" }
// { mc-edge "generators -> consume" calls=1 resumes=43 }
// { mc-edge "consume -> produce" calls=2 resumes=42 }
// { mc-edge "produce -> made" calls=40 }
// { mc-edge "consume -> used" calls=40 }
// { mc-no-edge "produce -> consume" "produce -> produce" "generators -> produce" }
// { mc-edge "turns -> first" calls=1 resumes=10 }
// { mc-edge "turns -> second" calls=1 resumes=0 }
// { mc-edge "first -> second" calls=0 resumes=10 }
// { mc-edge "second -> third" calls=0 resumes=10 }
// { mc-no-edge "third -> first" "second -> first" "third -> second" }
// { mc-edge "at_once -> stays" calls=1 resumes=8 }
// { mc-node "stays" depth=1 }
// { mc-edge "loop -> later" calls=0 resumes=5 }
// { mc-edge "loop -> waits" calls=0 resumes=5 }
// { mc-edge "queue -> waits" calls=5 resumes=5 }
// { mc-edge "waits -> later" calls=5 resumes=5 }
// { mc-no-edge "later -> waits" }
// { mc-edge "nested -> caller" calls=1 resumes=1 }
// { mc-edge "caller -> by_call::await_suspend" calls=3 }
// { mc-edge "by_call::await_suspend -> called" calls=0 resumes=3 }
// { mc-edge "called -> used" calls=3 }
// { mc-edge "caller -> made" calls=3 }
// { mc-check "profile lost = 0" }
#include "../programs/task.h"

#include <coroutine>
#include <cstdio>

using task = task_of<void>;

static int mades, useds;

static void made()
{
	mades++;
}

static void used()
{
	useds++;
}

/* A generator that is awaited for each value. */
struct stream {
	struct promise_type {
		std::coroutine_handle<> reader;
		int value = 0;

		struct give {
			bool await_ready() noexcept { return false; }
			std::coroutine_handle<> await_suspend(
				std::coroutine_handle<promise_type> h) noexcept
			{
				return h.promise().reader;
			}
			void await_resume() noexcept {}
		};

		stream get_return_object()
		{
			return {std::coroutine_handle<
				promise_type>::from_promise(*this)};
		}
		std::suspend_always initial_suspend() noexcept { return {}; }
		give final_suspend() noexcept
		{
			value = -1;
			return {};
		}
		give yield_value(int v)
		{
			value = v;
			return {};
		}
		void return_void() {}
		void unhandled_exception() { throw; }
	};

	struct next_value {
		std::coroutine_handle<promise_type> handle;

		bool await_ready() { return false; }
		std::coroutine_handle<> await_suspend(std::coroutine_handle<> h)
		{
			handle.promise().reader = h;
			return handle;
		}
		int await_resume() { return handle.promise().value; }
	};

	std::coroutine_handle<promise_type> handle;

	next_value next() { return {handle}; }
};

static stream produce(int n)
{
	for (int i = 0; i < n; i++) {
		made();
		co_yield i;
	}
}

static task consume()
{
	for (int i = 0; i < 2; i++) {
		stream s = produce(20);

		while (co_await s.next() >= 0)
			used();
		s.handle.destroy();
	}
	co_await std::suspend_always();
}

__attribute__((noinline)) static void generators()
{
	task t = consume();

	t.handle.resume();
}

/* Who has nothing to wait for gives the turn to the next. */
static std::coroutine_handle<> turn[3];

struct give_turn {
	int to;

	bool await_ready() { return false; }
	std::coroutine_handle<> await_suspend(std::coroutine_handle<>)
	{
		return turn[to];
	}
	void await_resume() {}
};

static task first()
{
	for (;;)
		co_await give_turn{1};
}

static task second()
{
	for (;;)
		co_await give_turn{2};
}

static task third(int n)
{
	while (--n)
		co_await give_turn{0};
	co_await std::suspend_always();
}

__attribute__((noinline)) static void turns()
{
	task a = first(), b = second(), c = third(10);

	turn[0] = a.handle;
	turn[1] = b.handle;
	turn[2] = c.handle;
	a.handle.resume();
}

struct go_on {
	bool await_ready() { return false; }
	std::coroutine_handle<> await_suspend(std::coroutine_handle<> h)
	{
		return h;
	}
	void await_resume() {}
};

static task stays()
{
	for (int i = 0; i < 7; i++)
		co_await go_on();
}

__attribute__((noinline)) static void at_once()
{
	task t = stays();

	t.handle.resume();
}

/* What a loop is to resume. */
static std::coroutine_handle<> ready;

struct enqueue {
	bool await_ready() { return false; }
	void await_suspend(std::coroutine_handle<> h) { ready = h; }
	void await_resume() {}
};

static task later()
{
	co_await enqueue();
}

static task waits()
{
	co_await later();
}

__attribute__((noinline)) static void loop()
{
	ready.resume();
}

__attribute__((noinline)) static void queue()
{
	task t = waits();

	t.handle.resume();
	loop();
}

struct by_call {
	task *callee;

	bool await_ready() { return false; }
	bool await_suspend(std::coroutine_handle<>)
	{
		callee->handle.resume();
		return false;
	}
	void await_resume() {}
};

static task called()
{
	used();
	co_return;
}

static task caller()
{
	for (int i = 0; i < 3; i++) {
		task t = called();

		co_await by_call{&t};
		made();
	}
}

__attribute__((noinline)) static void nested()
{
	task t = caller();

	t.handle.resume();
}

__attribute__((profile)) void work()
{
	generators();
	turns();
	at_once();
	for (int i = 0; i < 5; i++)
		queue();
	nested();
}

int main()
{
	work();
	std::printf("%d %d\n", mades, useds);
	return 0;
}
