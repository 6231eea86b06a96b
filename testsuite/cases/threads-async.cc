// SPDX-License-Identifier: MIT
// std::async: what is launched is called by who launched it, on a new thread or,
// deferred, by who asks for the result.
// { mc-options "-pthread" }
// { mc-node "work" calls=1 }
// { mc-edge "work -> task" kind=thread calls=8 }
// { mc-edge "work -> task" calls=4 }
// { mc-edge "task -> leaf" calls=120 }
// { mc-edge "work -> fails" kind=thread calls=1 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-edges }
#include <cstdio>
#include <future>
#include <stdexcept>

static int leaf(int n)
{
	return n + 1;
}

static int task(int n)
{
	for (int i = 0; i < 10; i++)
		n = leaf(n);
	return n;
}

static int fails()
{
	throw std::runtime_error("failed");
}

__attribute__((profile)) int work()
{
	std::future<int> results[12], failing;
	int sum = 0;

	for (int i = 0; i < 12; i++)
		results[i] = std::async(i < 8 ? std::launch::async
					      : std::launch::deferred,
					task, i);
	for (auto &result : results)
		sum += result.get();
	failing = std::async(std::launch::async, fails);
	try {
		sum += failing.get();
	} catch (const std::runtime_error &) {
		sum += 1000;
	}
	return sum;
}

int main()
{
	std::printf("%d\n", work());
	return 0;
}
