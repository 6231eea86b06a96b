# SPDX-License-Identifier: MIT
# fork in a coroutine that another one waits for: in the child both are context,
# and what goes on there is resumed, not called.
. "$MEMCALL_LIB"
cat >program.cc <<'EOF'
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
struct task {
	struct promise_type {
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
		task get_return_object()
		{
			return {std::coroutine_handle<
				promise_type>::from_promise(*this)};
		}
		std::suspend_always initial_suspend() noexcept { return {}; }
		last final_suspend() noexcept { return {}; }
		void return_void() {}
		void unhandled_exception() { throw; }
	};
	std::coroutine_handle<promise_type> handle;
	bool await_ready() { return false; }
	std::coroutine_handle<> await_suspend(std::coroutine_handle<> h)
	{
		handle.promise().next = h;
		return handle;
	}
	void await_resume() { handle.destroy(); }
};
static volatile int sum;
static pid_t child;
static void leaf()
{
	sum = sum + 1;
}
static task forks()
{
	int status = 0;
	child = fork();
	if (child)
		waitpid(child, &status, 0);
	leaf();
	co_return;
}
static task later()
{
	leaf();
	co_return;
}
static task waits()
{
	co_await forks();
	for (int i = 0; i < (child ? 2 : 5); i++)
		co_await later();
}
__attribute__((profile)) void work()
{
	task t = waits();
	t.handle.resume();
	t.handle.destroy();
}
int main()
{
	work();
	return 0;
}
EOF
compile program.cc -std=c++20
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
expect_edge out.memcall work waits 1 4
expect_edge out.memcall waits forks 1 1
expect_edge out.memcall waits later 2 2
mv out.*.memcall child.memcall
expect_edge child.memcall work waits 0 6
expect_edge child.memcall waits forks 0 0
expect_edge child.memcall waits later 5 5
