// SPDX-License-Identifier: MIT
//
// Recursion folds into one node.
//
//	g++ -O2 -g -fplugin=memcall recursion.cc -o recursion
//	MEMCALL_OUT=recursion.svg ./recursion
//
// In the picture: my_func calls her_func(3) once, and her_func calls itself
// three times, so her_func is one node with 4 calls and depth 4, and an edge of
// 3 calls goes from it back to itself.  his_func has 6 calls: 2 from my_func,
// 1 from your_func, and 3 from her_func, which makes one at each level but the
// last.  her_func's total is that of the outermost call, so it is not more than
// my_func's.

#include <cstdio>
#include <vector>

using array = std::vector<long>;

class example
{
public:
	__attribute__((profile)) array my_func();
	long his_func(long n);
	long her_func(int n);
	array your_func();
};

long example::his_func(long n)
{
	array a(1000, n);

	return a[a.size() / 2];
}

long example::her_func(int n)
{
	array a(1000000, 1); // so four of them at the deepest point, 32 MB

	if (n == 0)
		return a[a.size() / 2];
	return his_func(n) + her_func(n - 1) * a[a.size() / 2];
}

array example::your_func()
{
	array a(1000000, 1);

	{
		array b(20000000, 1);

		a[0] = b[b.size() / 2];
	}
	a[1] = his_func(3);
	return a;
}

array example::my_func()
{
	array a(1000000, 1);

	a[0] = his_func(1);
	a[1] = his_func(2);
	a[2] = your_func()[1];
	a[3] = her_func(3);
	return a;
}

int main()
{
	example e;
	array a = e.my_func();

	std::printf("%ld %ld %ld %ld\n", a[0], a[1], a[2], a[3]);
	return 0;
}
