// SPDX-License-Identifier: MIT
// The root in one unit, its callees in two others, one of them C, one built
// without the plugin and calling back.
// { mc-sources "middle.cc leaf.c" }
// { mc-plain "plain.c" }
// { mc-node "work" calls=1 }
// { mc-node "app::middle" calls=2 }
// { mc-node "leaf" calls=8 }
// { mc-node "called_back" calls=5 }
// { mc-edge "work -> app::middle" calls=2 }
// { mc-edge "app::middle -> leaf" calls=8 }
// { mc-edge "work -> called_back" calls=5 }
// { mc-only-nodes }
#include <cstdio>

namespace app
{
int middle(int n);
}
extern "C" int plain(int n, int (*callback)(int));

static int called_back(int i)
{
	return i;
}

__attribute__((profile)) int work(int n)
{
	return app::middle(n) + app::middle(n + 2) + plain(5, called_back);
}

int main()
{
	std::printf("%d\n", work(3));
	return 0;
}
