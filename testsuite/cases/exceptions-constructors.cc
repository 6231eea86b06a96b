// SPDX-License-Identifier: MIT
// Exceptions thrown by constructors, which have members and bases destroyed,
// and by destructors that may throw.
// { mc-node "work" calls=1 depth=1 }
// { mc-edge "work -> builds" calls=500 }
// { mc-edge "work -> breaks" calls=500 }
// { mc-edge "work -> after" calls=1000 }
// { mc-edge "builds -> Whole::Whole" calls=500 }
// { mc-edge "Whole::Whole -> Base::Base" calls=500 }
// { mc-edge "Whole::Whole -> Part::Part" calls=500 }
// { mc-edge "Whole::Whole -> refuse" calls=500 }
// { mc-edge "Whole::Whole -> Part::~Part" calls=500 }
// { mc-edge "Whole::Whole -> Base::~Base" calls=500 }
// { mc-edge "breaks -> Bomb::Bomb" calls=500 }
// { mc-edge "breaks -> Bomb::~Bomb" calls=500 }
// { mc-edge "Bomb::~Bomb -> refuse" calls=500 }
// { mc-edge "Bomb::~Bomb -> Part::~Part" calls=500 }
// { mc-edge "Bomb::Bomb -> Part::Part" calls=500 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-no-node "Whole::~Whole" } { mc-only-edges }
#include <cstdio>

static int balance, caught;

static int refuse(int i)
{
	throw i;
}

static void after()
{
	caught++;
}

struct Base {
	Base() { balance++; }
	~Base() { balance--; }
};

struct Part {
	Part() { balance += 100; }
	~Part() { balance -= 100; }
};

struct Whole : Base {
	Part part;

	explicit Whole(int i) { balance += refuse(i); }
	~Whole() { balance += 5; }
};

struct Bomb {
	Part part;

	Bomb() {}
	~Bomb() noexcept(false) { balance += refuse(1); }
};

static void builds(int i)
{
	Whole whole(i);
}

static void breaks()
{
	Bomb bomb;
}

__attribute__((profile)) void work()
{
	for (int i = 0; i < 1000; i++) {
		try {
			if (i & 1)
				breaks();
			else
				builds(i);
		} catch (int) {
			after();
		}
	}
}

int main()
{
	work();
	std::printf("%d %d\n", balance, caught);
	return 0;
}
