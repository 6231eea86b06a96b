// SPDX-License-Identifier: MIT
// skip=GLOB: no nodes, and what they call is called by their caller.
// { mc-plugin "skip=detail::*" }
// { mc-node "work" calls=1 }
// { mc-node "leaf" calls=6 }
// { mc-node "other" calls=3 }
// { mc-edge "work -> leaf" calls=6 }
// { mc-edge "work -> other" calls=3 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes } { mc-only-edges }
#include <cstdio>

int leaf(int n)
{
	return n + 1;
}

int other(int n)
{
	return n - 1;
}

namespace detail
{

int inner(int n)
{
	return leaf(n) + leaf(n + 1);
}

struct Outer {
	virtual int run(int n) { return inner(n) + other(n); }
};

} // namespace detail

__attribute__((profile)) int work(detail::Outer *outer)
{
	int sum = 0;

	for (int i = 0; i < 3; i++)
		sum += outer->run(i);
	return sum;
}

int main()
{
	detail::Outer outer;

	std::printf("%d\n", work(&outer));
	return 0;
}
