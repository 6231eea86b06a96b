// SPDX-License-Identifier: MIT
// What exit calls runs extents of its own, and calls exit itself: the destructors
// of thread-local and global objects, and functions registered with atexit.
// { mc-status 5 }
// { mc-options "-pthread" }
// { mc-edge "(root) -> work" calls=2 }
// { mc-edge "work -> touch" calls=2 }
// { mc-edge "work -> touch" kind=thread calls=2 }
// { mc-edge "touch -> Local::Local" calls=3 }
// { mc-edge "touch -> note" calls=4 }
// { mc-edge "(root) -> note" calls=5 }
// { mc-only-edges }
// { mc-stdout "first" } { mc-stdout "second 8" }
#include <cstdio>
#include <cstdlib>
#include <thread>

static int notes;

__attribute__((profile)) void note()
{
	notes++;
}

struct Local {
	int n;

	Local() : n(1) {}
	~Local() { note(); }
};

static thread_local Local local;

static struct Global {
	~Global() { note(); }
} global;

static void touch()
{
	local.n++;
	note();
}

__attribute__((profile)) void work()
{
	std::thread thread(touch);

	thread.join();
	touch();
}

static void second()
{
	note();
	std::printf("second %d\n", notes);
	std::exit(5);
}

static void first()
{
	std::puts("first");
	work();
	std::atexit(second);
	std::exit(4);
}

int main()
{
	std::atexit(first);
	work();
	return 0;
}
