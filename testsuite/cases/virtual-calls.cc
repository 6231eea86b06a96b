// SPDX-License-Identifier: MIT
// Calls through a base pointer go to the overrider that ran.
// { mc-node "Square::area" calls=7 }
// { mc-node "Circle::area" calls=5 }
// { mc-node "Shape::twice" calls=12 }
// { mc-node "sum" calls=1 }
// { mc-edge "sum -> Shape::twice" calls=12 }
// { mc-edge "Shape::twice -> Square::area" calls=7 }
// { mc-edge "Shape::twice -> Circle::area" calls=5 }
// { mc-only-nodes }
#include <cstdio>

struct Shape {
	virtual ~Shape() = default;
	virtual int area() const = 0;
	int twice() const { return area() + 1; }
};

struct Square : Shape {
	int area() const override { return 4; }
};

struct Circle final : Shape {
	int area() const override { return 3; }
};

__attribute__((profile)) int sum(const Shape *const *shapes, int n)
{
	int total = 0;

	for (int i = 0; i < n; i++)
		total += shapes[i]->twice();
	return total;
}

int main()
{
	Square square;
	Circle circle;
	const Shape *shapes[12];

	for (int i = 0; i < 12; i++)
		shapes[i] = i < 7 ? static_cast<Shape *>(&square) : &circle;
	std::printf("%d\n", sum(shapes, 12));
	return 0;
}
