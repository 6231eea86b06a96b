// SPDX-License-Identifier: MIT
// A marked function called before main by static initialisers, by main, and
// after it by static destructors and atexit.  The functions GCC makes to run
// them are not there.
// { mc-node "work" calls=5 }
// { mc-node "leaf" calls=10 }
// { mc-node "initial" calls=1 marked=1 }
// { mc-edge "(root) -> work" calls=5 }
// { mc-edge "work -> leaf" calls=10 }
// { mc-edge "(root) -> initial" calls=1 }
// { mc-only-nodes } { mc-only-edges }
#include <cstdio>
#include <cstdlib>

int leaf(int n)
{
	return n + 1;
}

__attribute__((profile)) int work(int n)
{
	return leaf(n) + leaf(n + 1);
}

__attribute__((profile)) int initial()
{
	return 7;
}

static int early = initial();

struct Static {
	Static() { work(1); }
	~Static() { work(2); }
};

static Static object;

__attribute__((constructor)) static void constructor()
{
	work(3);
}

static void last()
{
	work(4);
}

int main()
{
	std::atexit(last);
	std::printf("%d %d\n", work(5), early);
	return 0;
}
