// SPDX-License-Identifier: MIT
// Functions in sections that the source names.  What may be in several units is
// there in groups; a copy is not, and cannot be in the same section.
// { mc-levels "-O0" "-O1" "-O2" "-O3" "-O2 -ffunction-sections" "-O2 -freorder-blocks-and-partition" "-O2 -flto" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "(root) -> inline_root" calls=1 }
// { mc-edge "inline_root -> Plain::next" calls=1 }
// { mc-edge "work -> generic<int>" calls=2 }
// { mc-edge "work -> generic<long int>" calls=1 }
// { mc-edge "work -> Plain::next" calls=1 }
// { mc-edge "work -> local" calls=1 }
// { mc-edge "work -> global" calls=2 }
// { mc-only-edges }
#include <cstdio>

#define IN(NAME) __attribute__((section(NAME)))

template <class T> IN("generics") T generic(T value)
{
	static T last IN(".data.generics") = 1;

	return last += value;
}

struct Plain {
	IN("inlines") int next(int n) { return n + 1; }
};

IN("inlines") __attribute__((profile)) inline int inline_root(int n)
{
	Plain p;

	return p.next(n);
}

IN("locals") __attribute__((noinline)) static int local(int n)
{
	static int calls IN(".data.locals") = 2;

	return n * calls++;
}

IN("locals") int global(int n)
{
	return n - 1;
}

IN("locals") __attribute__((profile)) int work(int n)
{
	Plain p;

	return generic(n) + generic(n) + (int)generic(5L) + p.next(n) +
	       local(n) + global(n) + global(1);
}

int main()
{
	int a = work(3);

	std::printf("%d %d\n", a, inline_root(4));
}
