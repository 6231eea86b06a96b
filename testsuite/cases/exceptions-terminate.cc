// SPDX-License-Identifier: MIT
// An exception that meets a noexcept function ends the program: the profile is
// left, with every call, those of the terminate handler included.
// { mc-status SIGABRT } { mc-abrupt }
// { mc-stdout "terminated" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> leaf" calls=1000 }
// { mc-edge "work -> promises" calls=1 }
// { mc-edge "promises -> throws" calls=1 }
// { mc-node "last" calls=1 }
// { mc-node "note" calls=3 }
// { mc-edge "last -> note" calls=3 }
// { mc-only-nodes }
// { mc-node "work" } { mc-node "leaf" } { mc-node "promises" }
// { mc-node "throws" }
#include <cstdio>
#include <cstdlib>
#include <exception>

static volatile int sum;

static void leaf(int n)
{
	sum = sum + n;
}

static void note()
{
	sum = sum + 1;
}

static void last()
{
	for (int i = 0; i < 3; i++)
		note();
	std::puts("terminated");
	std::fflush(stdout);
	std::abort();
}

static void throws(int i)
{
	throw i;
}

static void promises(int i) noexcept
{
	throws(i);
}

__attribute__((profile)) void work()
{
	for (int i = 0; i < 1000; i++)
		leaf(i);
	try {
		promises(1);
	} catch (int) {
		leaf(0);
	}
}

int main()
{
	std::set_terminate(last);
	work();
	return 0;
}
