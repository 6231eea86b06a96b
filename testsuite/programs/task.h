/* SPDX-License-Identifier: MIT */
/*
 * A coroutine that others wait for, for the cases about them: it begins when it
 * is waited for or resumed, and at its end hands over to what waits for it, by
 * symmetric transfer.  task_of<T> comes to a T, and what it throws goes to what
 * resumed it; another Promise may have that otherwise.
 */
#ifndef TASK_H
#define TASK_H

#include <coroutine>
#include <utility>

template <class T> struct result_of {
	T value{};

	void return_value(T v) { value = v; }
	void unhandled_exception() { throw; }
	T result() { return value; }
};

template <> struct result_of<void> {
	void return_void() {}
	void unhandled_exception() { throw; }
	void result() {}
};

template <class T, class Promise = result_of<T>> struct task_of {
	struct promise_type : Promise {
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

		task_of get_return_object()
		{
			return {std::coroutine_handle<
				promise_type>::from_promise(*this)};
		}
		std::suspend_always initial_suspend() noexcept { return {}; }
		last final_suspend() noexcept { return {}; }
	};

	std::coroutine_handle<promise_type> handle;

	task_of(std::coroutine_handle<promise_type> h) : handle(h) {}
	task_of(task_of &&from) : handle(std::exchange(from.handle, nullptr)) {}
	~task_of()
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
	T await_resume() { return handle.promise().result(); }
};

#endif
