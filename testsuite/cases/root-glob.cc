// SPDX-License-Identifier: MIT
// root=GLOB marks without touching the source: qualified names, and signatures
// if the glob contains "(".
// { mc-plugin "root=ns::* 'root=pick(int, *)'" }
// { mc-node "ns::f" calls=2 marked=1 }
// { mc-node "ns::A::g" calls=1 marked=1 }
// { mc-node "@_Z4pickii" calls=1 marked=1 }
// { mc-node "leaf" calls=4 marked=0 }
// { mc-edge "(root) -> ns::f" calls=2 }
// { mc-edge "(root) -> ns::A::g" calls=1 }
// { mc-edge "(root) -> @_Z4pickii" calls=1 }
// { mc-only-nodes }
#include <cstdio>

static int leaf(int n)
{
	return n + 1;
}

namespace ns
{

int f(int n)
{
	return leaf(n);
}

struct A {
	int g(int n) { return leaf(n); }
};

} // namespace ns

int pick(int a, int b)
{
	return leaf(a + b);
}

int pick(double d)
{
	return leaf(int(d));
}

int nsx(int n)
{
	return leaf(n);
}

int main()
{
	ns::A a;

	std::printf("%d\n", ns::f(1) + ns::f(2) + a.g(3) + pick(4, 5) +
				    pick(6.0) + nsx(7));
	return 0;
}
