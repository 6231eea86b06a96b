// SPDX-License-Identifier: MIT
// An array of objects, members and a base class constructed and destroyed.
// { mc-node "Member::Member" calls=6 }
// { mc-node "Member::~Member" calls=6 }
// { mc-node "Owner::Owner" calls=3 }
// { mc-node "Owner::~Owner" calls=3 }
// { mc-node "work" calls=1 }
// { mc-edge "Owner::Owner -> Member::Member" calls=6 }
// { mc-edge "Owner::~Owner -> Member::~Member" calls=6 }
// { mc-only-nodes }
#include <cstdio>

static int alive, most;

struct Member {
	Member() { most += ++alive; }
	~Member() { alive--; }
};

struct Owner {
	Owner() { most++; }
	~Owner() { most++; }
	Member first, second;
};

__attribute__((profile)) int work()
{
	Owner owners[3];

	return alive;
}

int main()
{
	int in = work();

	std::printf("%d %d %d\n", in, alive, most);
	return 0;
}
