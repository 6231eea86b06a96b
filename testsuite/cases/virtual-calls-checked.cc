// SPDX-License-Identifier: MIT
// A virtual call that GCC cannot resolve, where calls may throw and GCC checks
// what passes leave behind.  It lies in a function that catches, in one that
// cleans up, and in one that does neither.
// { mc-levels "-O0" "-O1" "-O2" "-O3" "-Os" "-O2 -flto" }
// { mc-options "-fchecking -fnon-call-exceptions" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> plain" calls=2 }
// { mc-edge "work -> cleans" calls=2 }
// { mc-edge "work -> catches" calls=2 }
// { mc-edge "plain -> Square::area" calls=1 }
// { mc-edge "plain -> Line::area" calls=1 }
// { mc-edge "cleans -> Square::area" calls=1 }
// { mc-edge "cleans -> Line::area" calls=1 }
// { mc-edge "cleans -> Left::~Left" calls=2 }
// { mc-edge "catches -> Square::area" calls=1 }
// { mc-edge "catches -> Line::area" calls=1 }
// { mc-only-edges }
#include <cstdio>

struct Shape {
	virtual int area(int n) = 0;
};

struct Square final : Shape {
	int area(int n) override { return n * n; }
};

struct Line final : Shape {
	int area(int n) override
	{
		if (n > 2)
			throw n;
		return 0;
	}
};

struct Left {
	int *value;
	__attribute__((noinline)) ~Left() { ++*value; }
};

__attribute__((noinline)) static int plain(Shape &s)
{
	return s.area(2);
}

__attribute__((noinline)) static int cleans(Shape &s, int *left)
{
	Left l{left};

	return s.area(2);
}

__attribute__((noinline)) static int catches(Shape &s)
{
	try {
		return s.area(3);
	} catch (int n) {
		return -n;
	}
}

__attribute__((profile)) int work(Shape &a, Shape &b)
{
	int left = 0;
	int sum = plain(a) + plain(b) + cleans(a, &left) + cleans(b, &left) +
		  catches(a) + catches(b);

	return 10 * sum + left;
}

int main()
{
	Square s;
	Line l;

	std::printf("%d\n", work(s, l));
}
