// SPDX-License-Identifier: MIT
// Rethrown, nested and swallowed exceptions, destructors on the way, and one
// that leaves the extent: the next extent starts afresh.
// { mc-node "work" calls=20 depth=1 }
// { mc-node "catches" calls=20 depth=1 }
// { mc-node "throws" calls=20 }
// { mc-node "log" calls=20 }
// { mc-node "Guard::Guard" calls=20 }
// { mc-node "Guard::~Guard" calls=20 }
// { mc-edge "(root) -> work" calls=20 }
// { mc-edge "work -> catches" calls=20 }
// { mc-edge "catches -> throws" calls=20 }
// { mc-edge "catches -> log" calls=20 }
// { mc-edge "catches -> Guard::Guard" calls=20 }
// { mc-edge "catches -> Guard::~Guard" calls=20 }
// { mc-only-nodes } { mc-only-edges }
#include <cstdio>
#include <stdexcept>

static int logged, open_guards;

static void log(const char *what)
{
	logged += what[0];
}

struct Guard {
	Guard() { open_guards++; }
	~Guard() { open_guards--; }
};

static int throws(int i)
{
	throw std::runtime_error(i & 1 ? "odd" : "even");
}

static int catches(int i)
{
	try {
		Guard guard;

		return throws(i);
	} catch (const std::runtime_error &e) {
		log(e.what());
		throw;
	}
}

__attribute__((profile)) int work(int i)
{
	return catches(i) + 1;
}

int main()
{
	int caught = 0;

	for (int i = 0; i < 20; i++) {
		try {
			caught += work(i);
		} catch (const std::exception &) {
			caught++;
		}
	}
	std::printf("%d %d %d\n", caught, logged, open_guards);
	return 0;
}
