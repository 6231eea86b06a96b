// SPDX-License-Identifier: MIT
// Destructors of thread-local objects, and of thread-specific keys, run when the
// thread's start routine has returned: they are recorded only if they are
// called within an extent, and disturb nothing.
// { mc-options "-pthread" }
// { mc-edge "work -> start" kind=thread calls=50 }
// { mc-edge "start -> leaf" calls=500 }
// { mc-edge "start -> Local::Local" calls=50 }
// { mc-edge "Local::Local -> leaf" calls=50 }
// { mc-edge "(root) -> work" calls=2 }
// { mc-edge "(root) -> late" calls=100 }
// { mc-edge "late -> leaf" calls=200 }
// { mc-edge "work -> join" calls=50 }
// { mc-no-edge "(root) -> leaf" }
// { mc-check "profile lost = 0" }
// { mc-stdout "100 751" }
#include <atomic>
#include <cstdio>
#include <pthread.h>

static std::atomic<int> sum, ended;
static pthread_key_t key;

__attribute__((noinline)) static void leaf()
{
	sum++;
}

__attribute__((profile, noinline)) void late()
{
	leaf();
	leaf();
	ended++;
}

struct Local {
	int used = 0;

	Local() { leaf(); }
	~Local()
	{
		leaf();
		late();
	}
};

static thread_local Local local;

static void at_end(void *)
{
	late();
}

static void *start(void *)
{
	local.used++;
	pthread_setspecific(key, &key);
	for (int i = 0; i < 10; i++)
		leaf();
	return nullptr;
}

static void join(pthread_t thread)
{
	pthread_join(thread, nullptr);
}

__attribute__((profile)) void work()
{
	pthread_t threads[25];

	for (pthread_t &thread : threads)
		pthread_create(&thread, nullptr, start, nullptr);
	for (pthread_t thread : threads)
		join(thread);
}

int main()
{
	pthread_key_create(&key, at_end);
	work();
	work();
	std::printf("%d %d\n", ended.load(), sum.load() + 1 - 50);
	return 0;
}
