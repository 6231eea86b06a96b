// SPDX-License-Identifier: MIT
// The attribute in its spellings and places: functions, methods declared in the
// class and defined outside, templates, static members, operators, a prototype,
// lambdas.
// { mc-node "gnu_syntax" calls=1 marked=1 }
// { mc-node "standard_syntax" calls=1 marked=1 }
// { mc-node "own_namespace" calls=1 marked=1 }
// { mc-node "on_the_prototype" calls=1 marked=1 }
// { mc-node "A::method" calls=1 marked=1 }
// { mc-node "A::in_class" calls=1 marked=1 }
// { mc-node "A::make" calls=1 marked=1 }
// { mc-node "A::operator()" calls=1 marked=1 }
// { mc-node "instance<int>" calls=1 marked=1 }
// { mc-node "instance<char>" calls=2 marked=1 }
// { mc-node "B<char>::method" calls=1 marked=1 }
// { mc-node "@_ZZ4mainENKUliE_clEi" calls=1 marked=1 }
// { mc-node "@_ZZ4mainENKUliE0_clEi" calls=2 marked=1 }
// { mc-edge "(root) -> A::method" calls=1 }
// { mc-edge "(root) -> instance<char>" calls=2 }
// { mc-edge "(root) -> @_ZZ4mainENKUliE0_clEi" calls=2 }
// { mc-only-nodes }
#include <cstdio>

__attribute__((profile)) int gnu_syntax(int i)
{
	return i;
}

[[gnu::profile]] int standard_syntax(int i)
{
	return i;
}

[[memcall::profile]] int own_namespace(int i)
{
	return i;
}

[[gnu::profile]] int on_the_prototype(int i);

int on_the_prototype(int i)
{
	return i;
}

struct A {
	[[gnu::profile]] int method(int i) const;
	__attribute__((profile)) int in_class(int i) const { return i; }
	[[memcall::profile]] static A make() { return A(); }
	[[gnu::profile]] int operator()(int i) const { return i; }
};

int A::method(int i) const
{
	return i;
}

template <class T> [[gnu::profile]] T instance(T x)
{
	return x;
}

template <class T> struct B {
	__attribute__((profile)) T method(T x);
};

template <class T> T B<T>::method(T x)
{
	return x;
}

int main(int argc, char **)
{
	auto first = [](int i) __attribute__((profile))
	{
		return i;
	};
	auto second = [] [[gnu::profile]] (int i) { return i; };
	A a = A::make();
	int sum = gnu_syntax(1) + standard_syntax(1) + own_namespace(1) +
		  on_the_prototype(1) + a.method(1) + a.in_class(1) + a(1) +
		  instance(1) + instance('a') + instance('b') +
		  int(B<char>().method(1)) + first(argc) + second(argc) +
		  second(2 * argc);

	std::printf("%d\n", sum);
	return 0;
}
