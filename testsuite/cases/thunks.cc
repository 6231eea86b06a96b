// SPDX-License-Identifier: MIT
// A call through a second base goes through a thunk, which is not there; nor is
// the one of a covariant return type, or of a deleting destructor.  Implicit
// constructors that do something are.
// { mc-node "Impl::second" calls=3 }
// { mc-node "Impl::clone" calls=2 }
// { mc-node "Impl::Impl" calls=2 }
// { mc-node "Impl::~Impl" calls=2 }
// { mc-node "work" calls=1 }
// { mc-edge "work -> Impl::second" calls=3 }
// { mc-edge "work -> Impl::clone" calls=2 }
// { mc-edge "Impl::clone -> Impl::Impl" calls=2 }
// { mc-edge "work -> Impl::~Impl" calls=2 }
// { mc-node "First::First" calls=2 }
// { mc-node "First::~First" calls=2 }
// { mc-node "Second::Second" calls=2 }
// { mc-node "Second::~Second" calls=2 }
// { mc-edge "Impl::Impl -> First::First" calls=2 }
// { mc-edge "Impl::Impl -> Second::Second" calls=2 }
// { mc-edge "Impl::~Impl -> First::~First" calls=2 }
// { mc-edge "Impl::~Impl -> Second::~Second" calls=2 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes } { mc-only-edges }
#include <cstdio>

struct First {
	int a = 1;
	virtual int first() = 0;
	virtual ~First() = default;
};

struct Second {
	int b = 2;
	virtual int second() = 0;
	virtual Second *clone() = 0;
	virtual ~Second() = default;
};

static int gone;

struct Impl final : First, Second {
	int c;
	explicit Impl(int value) : c(value) {}
	~Impl() override { gone++; }
	int first() override { return a; }
	int second() override { return b + c; }
	Impl *clone() override { return new Impl(c + 1); }
};

__attribute__((profile)) int work(Second *s)
{
	int sum = 0;
	Second *copies[2] = {s->clone(), s->clone()};

	for (int i = 0; i < 3; i++)
		sum += s->second();
	for (Second *copy : copies)
		delete copy;
	return sum;
}

int main()
{
	Impl impl(5);

	std::printf("%d\n", work(&impl));
	std::printf("%d\n", gone);
	return 0;
}
