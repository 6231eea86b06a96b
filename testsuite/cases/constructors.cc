// SPDX-License-Identifier: MIT
// Constructors and destructors are one function each, whatever variants GCC
// makes: complete and base object, deleting; a virtual base runs once.
// { mc-node "Base::Base" calls=4 symbol=_ZN4BaseC1Ei }
// { mc-node "Base::~Base" calls=4 symbol=_ZN4BaseD1Ev }
// { mc-node "Left::Left" calls=3 }
// { mc-node "Left::~Left" calls=3 }
// { mc-node "Right::Right" calls=2 }
// { mc-node "Right::~Right" calls=2 }
// { mc-node "Both::Both" calls=2 }
// { mc-node "Both::~Both" calls=2 }
// { mc-node "work" calls=1 }
// { mc-edge "work -> Both::Both" calls=2 }
// { mc-edge "Both::Both -> Left::Left" calls=2 }
// { mc-edge "Both::Both -> Right::Right" calls=2 }
// { mc-edge "Both::Both -> Base::Base" calls=2 }
// { mc-edge "Left::Left -> Base::Base" calls=1 }
// { mc-edge "work -> Left::Left" calls=1 }
// { mc-edge "work -> Base::Base" calls=1 }
// { mc-edge "work -> Both::~Both" calls=2 }
// { mc-edge "Both::~Both -> Left::~Left" calls=2 }
// { mc-edge "Both::~Both -> Right::~Right" calls=2 }
// { mc-edge "Both::~Both -> Base::~Base" calls=2 }
// { mc-edge "Left::~Left -> Base::~Base" calls=1 }
// { mc-edge "work -> Left::~Left" calls=1 }
// { mc-edge "work -> Base::~Base" calls=1 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes } { mc-only-edges }
#include <cstdio>

static int made, gone;

struct Base {
	explicit Base(int i) { made += i; }
	virtual ~Base() { gone++; }
};

struct Left : virtual Base {
	Left() : Base(10) { made++; }
	~Left() override { gone++; }
};

struct Right : virtual Base {
	Right() : Base(100) { made++; }
	~Right() override { gone++; }
};

struct Both : Left, Right {
	Both() : Base(1000) { made++; }
	~Both() override { gone++; }
};

__attribute__((profile)) void work()
{
	Base *heap = new Both; // deleted through the base: no call more
	Both local;
	Left left;
	Base plain(1);

	delete heap;
}

int main()
{
	work();
	std::printf("%d %d\n", made, gone);
	return 0;
}
