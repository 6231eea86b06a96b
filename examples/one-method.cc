// SPDX-License-Identifier: MIT
//
// One marked method, and what it calls.
//
//	g++ -O2 -g -fplugin=memcall one-method.cc -o one-method
//	MEMCALL_OUT=one-method.svg ./one-method
//
// In the picture: the start node has one child, example::my_func.  From there
// two calls go to his_func and one to your_func, which calls his_func once
// more; so his_func is one node with 3 calls.  his_func is marked as well, but
// that changes nothing where it is called by a function being recorded.
// your_func's peak is its two arrays, 168 MB, although it gives the large one
// back before it returns; my_func's is 176 MB, with its own 8 MB below that.

#include <cstdio>
#include <vector>

using array = std::vector<long>;

class example
{
public:
	__attribute__((profile)) array my_func();
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
	array a(1000000, 1); // 8 MB, returned

	{
		array b(20000000, 1); // 160 MB, given back here

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
