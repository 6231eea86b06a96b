// SPDX-License-Identifier: MIT
// Two instances of a template are two functions; so are members of two
// instances of a class template.
// { mc-node "twice<int>" calls=2 symbol=_Z5twiceIiET_S0_ }
// { mc-node "twice<double>" calls=3 symbol=_Z5twiceIdET_S0_ }
// { mc-node "Box<int>::get" calls=1 }
// { mc-node "Box<char>::get" calls=4 }
// { mc-node "work" calls=1 }
// { mc-edge "Box<int>::get -> twice<int>" calls=1 }
// { mc-only-nodes }
#include <cstdio>

template <class T> T twice(T x)
{
	return x + x;
}

template <class T> struct Box {
	T value;
	T get() const;
};

template <class T> T Box<T>::get() const
{
	return value;
}

template <> int Box<int>::get() const
{
	return twice(value);
}

__attribute__((profile)) double work(int n)
{
	double sum = twice(n);

	for (int i = 0; i < 3; i++)
		sum += twice(double(i));
	for (int i = 0; i < 4; i++)
		sum += Box<char>{char(i)}.get();
	return sum + Box<int>{n}.get();
}

int main()
{
	std::printf("%g\n", work(5));
	return 0;
}
