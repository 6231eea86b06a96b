// SPDX-License-Identifier: MIT
// Overloads look different: where the short form is not unique, the signature.
// { mc-node "f(int)" calls=1 symbol=_Z1fi }
// { mc-node "f(double)" calls=2 symbol=_Z1fd }
// { mc-node "ns::g(char const*)" calls=1 }
// { mc-node "ns::g(int, int)" calls=1 }
// { mc-node "ns::unique" calls=1 }
// { mc-node "work" calls=1 }
// { mc-only-nodes }
#include <cstdio>

int f(int i)
{
	return i;
}

int f(double d)
{
	return int(d);
}

namespace ns
{

int g(const char *s)
{
	return s[0];
}

int g(int a, int b)
{
	return a + b;
}

int unique(int a)
{
	return a;
}

} // namespace ns

__attribute__((profile)) int work(int n)
{
	return f(n) + f(1.5 * n) + f(2.5 * n) + ns::g("a") + ns::g(n, n) +
	       ns::unique(n);
}

int main()
{
	std::printf("%d\n", work(2));
	return 0;
}
