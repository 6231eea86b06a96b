// SPDX-License-Identifier: MIT
//
// Only the callee is marked.
//
//	g++ -O2 -g -fplugin=memcall marked-callee.cc -o marked-callee
//	MEMCALL_OUT=marked-callee.svg ./marked-callee
//
// In the picture: his_func alone, called 3 times from the start node.  my_func
// and your_func call it, but run outside of any marked function, so they are
// not there, and neither is their memory.

#include <cstdio>
#include <vector>

using array = std::vector<long>;

class example
{
public:
	array my_func();
	__attribute__((profile)) long his_func(long n);
	array your_func();
};

long example::his_func(long n)
{
	array a(1000, n);

	return a[a.size() / 2];
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
	return a;
}

int main()
{
	example e;
	array a = e.my_func();

	std::printf("%ld %ld %ld\n", a[0], a[1], a[2]);
	return 0;
}
