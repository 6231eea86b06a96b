// SPDX-License-Identifier: MIT
// memcall.h: calls between pause and resume are not recorded; MEMCALL_PROFILE
// is the attribute; all of it works from C++ and needs nothing to link.
// { mc-node "work" calls=2 marked=1 }
// { mc-node "leaf" calls=10 }
// { mc-edge "work -> leaf" calls=10 }
// { mc-only-nodes }
#include <cstdio>

#include "../../runtime/memcall.h"

static int leaf(int n)
{
	return n + 1;
}

MEMCALL_PROFILE int work(int n)
{
	for (int i = 0; i < 3; i++)
		n = leaf(n);
	memcall_pause();
	for (int i = 0; i < 100; i++)
		n = leaf(n);
	memcall_resume();
	n = leaf(leaf(n));
	return n;
}

int main()
{
	int n = work(1);

	memcall_flush();
	std::printf("%d\n", work(n));
	return 0;
}
