// SPDX-License-Identifier: MIT
// An inline function in a header, used in two units, is one node.
// { mc-sources "other.cc" }
// { mc-node "half" calls=5 }
// { mc-node "Point::norm" calls=5 }
// { mc-node "other" calls=1 }
// { mc-node "work" calls=1 }
// { mc-edge "work -> Point::norm" calls=2 }
// { mc-edge "other -> Point::norm" calls=3 }
// { mc-edge "Point::norm -> half" calls=5 }
// { mc-only-nodes }
#include <cstdio>

#include "inline-in-header.d/point.h"

int other(int n);

__attribute__((profile)) int work(int n)
{
	return Point{n, 1}.norm() + Point{n, 2}.norm() + other(n);
}

int main()
{
	std::printf("%d\n", work(7));
	return 0;
}
