// SPDX-License-Identifier: MIT
// 1000 exceptions through three frames: calls after them hang in the right
// place.
// { mc-node "work" calls=1 depth=1 }
// { mc-node "outer" calls=1000 depth=1 }
// { mc-node "middle" calls=1000 depth=1 }
// { mc-node "inner" calls=1000 depth=1 }
// { mc-node "after" calls=1000 }
// { mc-edge "work -> outer" calls=1000 }
// { mc-edge "outer -> middle" calls=1000 }
// { mc-edge "middle -> inner" calls=1000 }
// { mc-edge "work -> after" calls=1000 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes } { mc-only-edges }
#include <cstdio>

static int inner(int i)
{
	throw i;
}

static int middle(int i)
{
	return inner(i) + 1;
}

static int outer(int i)
{
	return middle(i) + 1;
}

static int after(int i)
{
	return i & 1;
}

__attribute__((profile)) int work()
{
	int sum = 0;

	for (int i = 0; i < 1000; i++) {
		try {
			sum += outer(i);
		} catch (int caught) {
			sum += after(caught);
		}
	}
	return sum;
}

int main()
{
	std::printf("%d\n", work());
	return 0;
}
