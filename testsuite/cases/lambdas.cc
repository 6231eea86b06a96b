// SPDX-License-Identifier: MIT
// Lambdas: nested, generic (two instances), and one converted to a function
// pointer, whose invoker is not there.
// { mc-node "work" calls=1 }
// { mc-node "call" calls=4 }
// { mc-node "@_ZZ4workiENKUlvE_clEv" calls=3 }
// { mc-node "@_ZZZ4workiENKUlvE_clEvENKUliE_clEi" calls=6 }
// { mc-node "@_ZZ4workiENKUliE0_clEi" calls=4 }
// { mc-node "@_ZZ4workiENKUlT_E1_clIiEEDaS_" calls=1 }
// { mc-node "@_ZZ4workiENKUlT_E1_clIdEEDaS_" calls=2 }
// { mc-edge "work -> @_ZZ4workiENKUlvE_clEv" calls=3 }
// { mc-edge "@_ZZ4workiENKUlvE_clEv -> @_ZZZ4workiENKUlvE_clEvENKUliE_clEi" calls=6 }
// { mc-edge "call -> @_ZZ4workiENKUliE0_clEi" calls=4 }
// { mc-no-node "@_ZZ4workiENUliE0_4_FUNEi" }
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
