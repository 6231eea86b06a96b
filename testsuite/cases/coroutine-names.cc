// SPDX-License-Identifier: MIT
// Coroutines go by the names that were written, whatever GCC makes of them:
// members, templates, lambdas, overloads; and one that nobody resumes.
// { mc-options "-std=c++20" }
// { mc-plugin "root=work skip=nx::left*" }
// { mc-node "work" calls=1 resumes=absent marked=1 }
// { mc-node "nx::add(long, long)" calls=3 resumes=6 depth=1 }
// { mc-node "@_ZN2nx3addEdd" calls=1 resumes=2 }
// { mc-node "nx::Shape::area" calls=2 resumes=4 }
// { mc-node "@_ZNK2nx5Shape4sizeEv" calls=1 resumes=2 }
// { mc-node "nx::twice<int>" calls=1 resumes=2 }
// { mc-node "nx::twice<double>" calls=1 resumes=2 }
// { mc-node "@_ZN2nx4idleEv" calls=5 resumes=0 }
// { mc-edge "work -> nx::add(long, long)" calls=3 resumes=0 }
// { mc-edge "run -> nx::add(long, long)" calls=0 resumes=6 }
// { mc-edge "nx::add(long, long) -> leaf" calls=3 }
// { mc-edge "work -> @_ZZ4workvENKUliE_clEi" calls=4 resumes=0 }
// { mc-edge "run -> @_ZZ4workvENKUliE_clEi" calls=0 resumes=8 }
// { mc-edge "@_ZZ4workvENKUliE_clEi -> leaf" calls=4 }
// { mc-edge "run -> leaf" calls=2 }
// { mc-no-node "nx::left" "nx::add" }
// { mc-check "profile lost = 0" }
#include <coroutine>
#include <cstdio>

struct task {
	struct promise_type {
		task get_return_object()
		{
			return {std::coroutine_handle<
				promise_type>::from_promise(*this)};
		}
		std::suspend_always initial_suspend() noexcept { return {}; }
		std::suspend_always final_suspend() noexcept { return {}; }
		void return_void() {}
		void unhandled_exception() {}
	};

	std::coroutine_handle<promise_type> handle;
};

static long sum;

static void leaf(long n)
{
	sum += n;
}

namespace nx
{

task add(long a, long b)
{
	leaf(a + b);
	co_await std::suspend_always();
}

task add(double a, double b)
{
	sum += (long)(a + b);
	co_await std::suspend_always();
}

struct Shape {
	int side;

	task area()
	{
		sum += side * side;
		co_await std::suspend_always();
	}
	task size() const
	{
		sum += side;
		co_await std::suspend_always();
	}
};

template <class T> task twice(T n)
{
	sum += (long)(n + n);
	co_await std::suspend_always();
}

task idle()
{
	sum += 1000000;
	co_return;
}

task left()
{
	leaf(1);
	co_await std::suspend_always();
	leaf(1);
}

} // namespace nx

static void run(task t)
{
	t.handle.resume();
	t.handle.resume();
	t.handle.destroy();
}

int work()
{
	nx::Shape shape = {3};
	auto lambda = [](int n) -> task {
		leaf(n);
		co_await std::suspend_always();
	};

	for (int i = 0; i < 3; i++)
		run(nx::add((long)i, 1L));
	run(nx::add(1.5, 1.5));
	run(shape.area());
	run(shape.area());
	run(shape.size());
	run(nx::twice(1));
	run(nx::twice(1.0));
	for (int i = 0; i < 4; i++)
		run(lambda(i));
	for (int i = 0; i < 5; i++)
		nx::idle().handle.destroy();
	run(nx::left());
	return 0;
}

int main()
{
	work();
	std::printf("%ld\n", sum);
	return 0;
}
