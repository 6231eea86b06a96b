// SPDX-License-Identifier: MIT
// Threads are counted by threads, not by calls: a loop that is not recorded itself
// calls `work` again and again from one thread; others, which are there at the same
// time, call `once` once and `twice` twice.
// { mc-options "-pthread" }
// { mc-plugin "skip=pool_loop skip=call_once skip=call_twice skip=wait" }
// { mc-node "work" calls=1000 threads=1 }
// { mc-node "once" calls=3 threads=3 }
// { mc-node "add" threads=absent }
// { mc-node "root" calls=1 threads=absent }
// { mc-edge "root -> work" kind=thread calls=1000 threads=1 }
// { mc-edge "root -> once" kind=thread calls=3 threads=3 }
// { mc-edge "root -> twice" kind=thread calls=4 threads=2 }
// { mc-edge "once -> leaf" calls=3 threads=absent }
// { mc-stdout "1007" }
#include <cstdio>
#include <pthread.h>
#include <thread>

static pthread_barrier_t all;
static int sum;

static void add()
{
	__atomic_fetch_add(&sum, 1, __ATOMIC_RELAXED);
}

static void leaf()
{
	add();
}

static void work()
{
	add();
}

static void once()
{
	leaf();
}

static void twice()
{
	add();
}

void wait()
{
	pthread_barrier_wait(&all);
}

void pool_loop()
{
	wait();
	for (int i = 0; i < 1000; i++)
		work();
}

void call_once()
{
	wait();
	once();
}

void call_twice()
{
	wait();
	twice();
	twice();
}

[[gnu::profile]] static void root()
{
	std::thread threads[] = {
		std::thread(pool_loop),	 std::thread(call_once),
		std::thread(call_once),	 std::thread(call_once),
		std::thread(call_twice), std::thread(call_twice),
	};

	for (std::thread &thread : threads)
		thread.join();
}

int main()
{
	pthread_barrier_init(&all, nullptr, 6);
	root();
	std::printf("%d\n", sum);
	return 0;
}
