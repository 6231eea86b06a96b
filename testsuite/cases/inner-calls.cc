// SPDX-License-Identifier: MIT
// Functions that do so little that their callers count for them, and such that
// call some: in loops, in recursion, with and without a node of their own, by
// several callers, through pointers as well, marked and noinline ones, from
// templates.  Counts are exact, however GCC moves them.
// { mc-node "work" calls=1 }
// { mc-node "Point::get" calls=36000 }
// { mc-node "Point::twice" calls=18000 }
// { mc-node "Point::four" calls=9000 }
// { mc-node "mix" calls=10000 }
// { mc-node "both" calls=9000 }
// { mc-node "descend" calls=5000 }
// { mc-node "sum" calls=10 }
// { mc-node "Vector<int>::operator[]" calls=20030 }
// { mc-node "Vector<int>::size" calls=20040 }
// { mc-node "apart" calls=1000 }
// { mc-node "by_pointer" calls=1000 }
// { mc-node "set" calls=500 }
// { mc-node "marked" calls=70 }
// { mc-edge "work -> both" calls=1000 }
// { mc-edge "descend -> both" calls=8000 }
// { mc-edge "both -> Point::four" calls=9000 }
// { mc-edge "Point::four -> Point::twice" calls=18000 }
// { mc-edge "Point::twice -> Point::get" calls=36000 }
// { mc-edge "both -> mix" calls=9000 }
// { mc-edge "by_pointer -> mix" calls=1000 }
// { mc-edge "sum -> Vector<int>::operator[]" calls=20030 }
// { mc-edge "sum -> Vector<int>::size" calls=20040 }
// { mc-edge "work -> apart" calls=1000 }
// { mc-edge "work -> set" calls=500 }
// { mc-edge "work -> marked" calls=70 }
// { mc-stdout "39508102" }
#include <cstdio>

struct Point {
	int a;

	int get() const
	{
		return a;
	}
	int twice() const
	{
		return get() + get();
	}
	int four() const
	{
		return twice() + twice();
	}
};

template <class T> struct Vector {
	T *items;
	unsigned length;

	T &operator[](unsigned i)
	{
		return items[i];
	}
	unsigned size() const
	{
		return length;
	}
};

static int mix(int n)
{
	return n * 3 + 1;
}

static int both(const Point &p, int n)
{
	return mix(n) + p.four();
}

static int descend(const Point &p, int n)
{
	return n ? both(p, n) + both(p, -n) + descend(p, n - 1) : 0;
}

static int sum(Vector<int> v)
{
	int all = 0;

	for (unsigned i = 0; i < v.size(); i++)
		all += v[i];
	for (unsigned i = 0; i < v.size(); i++)
		v[i] = all & 7;
	return all + v[0];
}

__attribute__((noinline)) static int apart(int n)
{
	return n + 1;
}

static int (*volatile pointer)(int) = mix;

static int by_pointer(int n)
{
	return pointer(n);
}

static void set(int &to, int n)
{
	to = n;
}

__attribute__((profile)) int marked(int n)
{
	return n & 3;
}

__attribute__((profile)) long work(int n)
{
	static int items[1001];
	Point p = {n};
	Vector<int> v = {items, 1001};
	long all = 0;
	int last = 0;

	for (int i = 0; i < n; i++)
		all += both(p, i) + apart(i) + by_pointer(i);
	for (int i = 0; i < n; i++)
		all += descend(p, 4);
	for (int i = 0; i < n / 100; i++)
		all += sum(v);
	for (int i = 0; i < n / 2; i++)
		set(last, i);
	for (int i = 0; i < 70; i++)
		all += marked(i);
	return all + last;
}

int main()
{
	printf("%ld\n", work(1000));
}
