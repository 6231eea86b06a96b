// SPDX-License-Identifier: MIT
// GCC does not warn that its copies of a function cannot be inlined, where it
// does not warn of the function.
// { mc-options "-Winline -Wframe-larger-than=4000 -Wstack-usage=4000" }
// { mc-levels "-O2" "-O2 -fPIC" "-O3" }
// { mc-node "work" calls=1 }
// { mc-edge "work -> often" calls=3 }
// { mc-edge "work -> Square::~Square" calls=1 }
// { mc-edge "Square::~Square -> often" calls=2 }
// { mc-node "often" calls=7 }
// { mc-node "Shape::~Shape" calls=2 }
#include <cstdio>

static int grow(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += i * n;
	return sum;
}

inline int often(int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++) {
		sum += grow(i) + grow(n);
		sum ^= grow(sum & 7);
	}
	return sum;
}

struct Shape {
	int n;

	virtual ~Shape();
};

struct Square : Shape {
	Shape other;

	~Square()
	{
		n = often(n);
		other.n = often(3);
	}
};

Shape::~Shape()
{
	n = often(4);
}

__attribute__((profile)) int work(int n)
{
	Square *square = new Square;

	square->n = n;
	delete square;
	return often(n) + often(n + 1) + often(n + 2);
}

int main()
{
	std::printf("%d\n", work(5));
	return 0;
}
