// SPDX-License-Identifier: MIT
// Recursion in tail position, ten million deep in the usual stack, called where
// variables end their lives if something is thrown, and once more by one that
// throws: what is called afterwards is called by who calls it.
// { mc-levels "-O2" "-O3" "-Os" "-O2 -flto" "-O2 -fPIC" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> count" calls=2 }
// { mc-edge "count -> count" calls=10000100 }
// { mc-edge "work -> Held::Held" calls=1 }
// { mc-edge "work -> Held::~Held" calls=1 }
// { mc-edge "Held::~Held -> leaf" calls=1 }
// { mc-edge "work -> promise" calls=1 }
// { mc-edge "promise -> promise" calls=10000000 }
// { mc-edge "work -> tries" calls=100 }
// { mc-edge "tries -> throws" calls=100 }
// { mc-edge "throws -> throws" calls=10000 }
// { mc-edge "work -> leaf" calls=102 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
#include <cstdio>

static volatile int sum;

__attribute__((noinline)) static void leaf(int *number)
{
	sum = sum + *number;
}

__attribute__((noinline)) static int count(int n, int so_far)
{
	return n ? count(n - 1, so_far + 1) : so_far;
}

__attribute__((noinline)) static int promise(int n, int so_far) noexcept
{
	return n ? promise(n - 1, so_far + 1) : so_far;
}

__attribute__((noinline)) static int throws(int n)
{
	if (n == 0)
		throw 7;
	return throws(n - 1);
}

struct Held {
	int number;

	explicit Held(int n) : number(n) {}
	~Held() { leaf(&number); }
};

__attribute__((noinline)) static int tries()
{
	int number = sum, others[7];

	sum = sum + __builtin_expect((long)(&number != others), 1);
	return throws(100) + number;
}

__attribute__((profile)) void work()
{
	int number = 1;

	leaf(&number);
	{
		int others[7] = {count(10000000, 0)};

		sum = sum + others[sum % 7];
		leaf(&others[1]);
	}
	sum = sum + count(100, 0);
	{
		Held held(1);

		sum = sum + promise(10000000, 0);
	}
	for (int i = 0; i < 100; i++) {
		try {
			sum = sum + tries();
		} catch (int n) {
			leaf(&n);
		}
	}
}

int main()
{
	work();
	std::printf("%d\n", sum);
	return 0;
}
