// SPDX-License-Identifier: MIT
//
// Two classes with a method of the same name, both marked.
//
//	g++ -O2 -g -fplugin=memcall two-classes.cc -o two-classes
//	MEMCALL_OUT=two-classes.svg ./two-classes
//
// In the picture: example::my_func and example2::my_func are two nodes, each
// called once from the start node.  his_func and your_func hang below
// example::my_func only; example2::my_func calls nothing, and its memory is its
// own.

#include <cstdio>
#include <vector>

using array = std::vector<long>;

class example
{
public:
	__attribute__((profile)) array my_func();
	long his_func(long n);
	array your_func();
};

class example2
{
public:
	__attribute__((profile)) array my_func();
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

array example2::my_func()
{
	array a(1000000, 4);

	{
		array b(20000000, 1);

		a[0] += b[b.size() / 2];
	}
	return a;
}

int main()
{
	example e;
	example2 e2;
	array a = e.my_func();
	array b = e2.my_func();

	std::printf("%ld %ld %ld, %ld\n", a[0], a[1], a[2], b[0]);
	return 0;
}
