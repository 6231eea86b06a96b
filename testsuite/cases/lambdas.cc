// SPDX-License-Identifier: MIT
// Lambdas: nested, generic (two instances), and one converted to a function
// pointer, whose invoker is not there.  GCC numbers them in assembler names, but
// not each release alike.
// { mc-node "work" calls=1 }
// { mc-node "call" calls=4 }
// { mc-node "work(int)::<lambda()>::operator()" calls=3 }
// { mc-node "work(int)::<lambda()>::<lambda(int)>::operator()" calls=6 }
// { mc-node "work(int)::<lambda(int)>::operator()" calls=4 }
// { mc-node "work(int)::<lambda(auto:1)>::operator()<int>" calls=1 }
// { mc-node "work(int)::<lambda(auto:1)>::operator()<double>" calls=2 }
// { mc-edge "work -> work(int)::<lambda()>::operator()" calls=3 }
// { mc-edge "work(int)::<lambda()>::operator() -> work(int)::<lambda()>::<lambda(int)>::operator()" calls=6 }
// { mc-edge "call -> work(int)::<lambda(int)>::operator()" calls=4 }
// { mc-no-node "work(int)::<lambda(int)>::_FUN" }
#include <cstdio>

static int call(int (*f)(int), int i)
{
	return f(i);
}

__attribute__((profile)) int work(int n)
{
	auto outer = [n]() {
		auto inner = [](int i) { return i + 1; };

		return inner(n) + inner(2 * n);
	};
	auto converted = [](int i) { return i * 2; };
	auto generic = [](auto x) { return x + x; };
	int sum = 0;

	for (int i = 0; i < 3; i++)
		sum += outer();
	for (int i = 0; i < 4; i++)
		sum += call(converted, i);
	return sum + generic(n) + int(generic(n * 0.5) + generic(n * 1.5));
}

int main()
{
	std::printf("%d\n", work(3));
	return 0;
}
