// SPDX-License-Identifier: MIT
// std::thread started by recorded code, and a thread started by
// a thread: what runs there is recorded, below the function that created it.
// { mc-options "-pthread" }
// { mc-node "work" calls=1 }
// { mc-node "body" calls=2 }
// { mc-node "nested" calls=2 }
// { mc-node "leaf" calls=32 }
// { mc-edge "body -> leaf" calls=20 }
// { mc-edge "nested -> leaf" calls=12 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> body" kind=thread calls=2 }
// { mc-edge "body -> nested" kind=thread calls=2 }
// { mc-only-edges }
#include <cstdio>
#include <thread>

static int leaf(int n)
{
	return n + 1;
}

static void nested(int *sum)
{
	for (int i = 0; i < 6; i++)
		*sum = leaf(*sum);
}

static void body(int *sum)
{
	int more = 0;
	std::thread thread(nested, &more);

	for (int i = 0; i < 10; i++)
		*sum = leaf(*sum);
	thread.join();
	*sum += more;
}

__attribute__((profile)) int work()
{
	int sums[2] = {0, 0};
	std::thread first(body, &sums[0]), second(body, &sums[1]);

	first.join();
	second.join();
	return sums[0] + sums[1];
}

int main()
{
	std::printf("%d\n", work());
	return 0;
}
