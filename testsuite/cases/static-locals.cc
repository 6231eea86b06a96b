// SPDX-License-Identifier: MIT
// Static and thread-local objects: their constructors run once, below the
// function that came first; wrappers and guards of GCC are not there.
// { mc-options "-pthread" }
// { mc-node "work" calls=4 }
// { mc-node "Counter::Counter" calls=2 }
// { mc-node "Counter::next" calls=8 }
// { mc-edge "work -> Counter::Counter" calls=2 }
// { mc-edge "work -> Counter::next" calls=8 }
// { mc-only-nodes }
#include <cstdio>

struct Counter {
	int n;
	explicit Counter(int start) : n(start) {}
	int next() { return n++; }
};

static thread_local Counter per_thread(100);

__attribute__((profile)) int work()
{
	static Counter once(1);

	return once.next() + per_thread.next();
}

int main()
{
	int sum = 0;

	for (int i = 0; i < 4; i++)
		sum += work();
	std::printf("%d\n", sum);
	return 0;
}
