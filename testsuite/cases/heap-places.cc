// Each function allocates after it has called another one that does, in all the
// ways that functions are recorded: what it allocates is its own.
// { mc-unsanitized any "a sanitizer's allocator allocates for itself" }
// { mc-options "-std=c++20 -pthread" }
// { mc-environment "MEMCALL_OPTIONS=mem=heap" }
// { mc-node "leaf" allocs_self=1014 alloc_self_bytes=7098 }
// { mc-node "by_name" allocs_self=1000 alloc_self_bytes=101000 live_self_bytes=0 }
// { mc-node "by_header" allocs_self=3 alloc_self_bytes=3006 }
// { mc-node "by_template<int>" allocs_self=1 alloc_self_bytes=404 }
// { mc-node "Base::method" allocs_self=1 alloc_self_bytes=105 }
// { mc-node "by_pointer" allocs_self=1 alloc_self_bytes=106 }
// { mc-node "by_setjmp" allocs_self=2 alloc_self_bytes=214 }
// { mc-node "compare" allocs_self=1 alloc_self_bytes=108 }
// { mc-node "by_qsort" allocs_self=1 alloc_self_bytes=109 }
// { mc-node "by_catch" allocs_self=2 alloc_self_bytes=248 }
// { mc-node "by_goto" allocs_self=1 alloc_self_bytes=111 }
// { mc-node "in_thread" allocs_self=1 alloc_self_bytes=112 }
// { mc-node "recurse" allocs_self=5 alloc_self_bytes=565 }
// { mc-node "by_libc" allocs_self=2 alloc_self_bytes=39 }
// { mc-node "by_lambda" allocs_self=1 alloc_self_bytes=115 }
// { mc-node "resume" allocs_self=1 alloc_self_bytes=116 }
// { mc-node "work" allocs=2036 allocs_self=1 }
#include <csetjmp>
#include <coroutine>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <pthread.h>
#include <stdexcept>
#include <vector>

static void *volatile block;

static void leaf()
{
	block = malloc(7);
}

static void by_name()
{
	for (int i = 0; i < 1000; i++) {
		leaf();
		block = malloc(101);
		free(block);
	}
}

static void by_header()
{
	std::vector<char> v;

	leaf();
	v.reserve(1002);
	leaf();
	v = std::vector<char>(1002);
	leaf();
	v.assign(1002, 'a');
	v.reserve(1002);
	block = new char[1002];
}

template <class T> static void by_template()
{
	std::vector<T> v;

	leaf();
	v.resize(101);
}

struct Base {
	virtual ~Base() = default;
	virtual void method()
	{
		leaf();
		block = malloc(105);
	}
};

static void by_pointer()
{
	leaf();
	block = malloc(106);
}

static void by_setjmp()
{
	static jmp_buf env;

	if (!setjmp(env)) {
		leaf();
		block = malloc(107);
		longjmp(env, 1);
	}
	block = malloc(107);
}

static int compare(const void *a, const void *b)
{
	leaf();
	block = malloc(108);
	return *(const int *)a - *(const int *)b;
}

static void by_qsort()
{
	int numbers[] = {2, 1};

	qsort(numbers, 2, sizeof(int), compare);
	block = malloc(109);
}

static void by_catch()
{
	struct thrown {
		char text[10];
	};

	try {
		leaf();
		throw thrown();
	} catch (thrown &) {
		block = malloc(110);
	}
}

static void by_goto(int n)
{
	static void *const labels[] = {&&first, &&second};

	goto *labels[n & 1];
first:
	leaf();
second:
	leaf();
	block = malloc(111);
}

static void *in_thread(void *argument)
{
	leaf();
	block = malloc(112);
	return argument;
}

static void by_thread()
{
	pthread_t thread;

	pthread_create(&thread, NULL, in_thread, NULL);
	pthread_join(thread, NULL);
}

static void recurse(int n)
{
	if (n > 1)
		recurse(n - 1);
	block = malloc(113);
}

static void by_libc()
{
	leaf();
	block = strdup("1234567");
	block = strndup("123456789012345678901234567890", 109);
	block = realloc(block, 0) ?: block;
}

static void by_lambda()
{
	std::function<void()> call = [] { leaf(); };

	call();
	block = malloc(115);
}

struct task {
	struct promise_type {
		task get_return_object()
		{
			return {std::coroutine_handle<
				promise_type>::from_promise(*this)};
		}
		std::suspend_always initial_suspend() { return {}; }
		std::suspend_always final_suspend() noexcept { return {}; }
		void return_void() {}
		void unhandled_exception() {}
		// Not of the heap.
		void *operator new(size_t)
		{
			static char memory[4096];
			return memory;
		}
		void operator delete(void *) {}
	};
	std::coroutine_handle<promise_type> handle;
};

static task coroutine()
{
	leaf();
	co_return;
}

static void resume()
{
	task t = coroutine();

	t.handle.resume();
	block = malloc(116);
	t.handle.destroy();
}

extern "C" __attribute__((profile)) void work()
{
	static void (*volatile pointer)() = by_pointer;
	Base *volatile base = new Base;

	by_name();
	by_header();
	by_template<int>();
	base->method();
	pointer();
	by_setjmp();
	by_qsort();
	by_catch();
	by_goto(1);
	by_thread();
	recurse(5);
	by_libc();
	by_lambda();
	resume();
}

int main()
{
	work();
	return 0;
}
