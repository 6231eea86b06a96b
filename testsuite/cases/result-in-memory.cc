// SPDX-License-Identifier: MIT
// A result that is returned by reference, where the sanitizer has the reference
// itself in memory.
// { mc-levels "-O0" "-O1" "-O2" "-O2 -flto" }
// { mc-options "-fsanitize=undefined -fchecking -Wno-volatile" }
// { mc-unsanitized any "a program has one sanitizer at most" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> make" calls=2 }
// { mc-edge "make -> Made::Made" calls=2 }
// { mc-edge "work -> Made::~Made" calls=2 }
// { mc-only-edges }
#include <cstdio>

struct Made {
	int n;
	__attribute__((noinline)) Made(int n) : n(n) {}
	__attribute__((noinline)) ~Made() { n = 0; }
};

volatile Made make(int n)
{
	Made made(n);

	return made;
}

__attribute__((profile)) int work(int n)
{
	return make(n).n + make(n + 1).n;
}

int main()
{
	std::printf("%d\n", work(4));
}
