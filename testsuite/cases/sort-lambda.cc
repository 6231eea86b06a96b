// SPDX-License-Identifier: MIT
// A lambda given to std::sort is called by the function that sorts: what
// std::sort is made of is not there, and the count is the program's own.
// { mc-node "sort_all" calls=1 }
// { mc-node "@_ZZ8sort_allRSt6vectorIiSaIiEERlENKUliiE_clEii" calls>0 }
// { mc-check "node @_ZZ8sort_allRSt6vectorIiSaIiEERlENKUliiE_clEii calls = stdout compared" }
// { mc-check "edge sort_all -> @_ZZ8sort_allRSt6vectorIiSaIiEERlENKUliiE_clEii calls = stdout compared" }
// { mc-only-nodes }
#include <algorithm>
#include <cstdio>
#include <vector>

__attribute__((profile)) void sort_all(std::vector<int> &v, long &compared)
{
	std::sort(v.begin(), v.end(), [&compared](int a, int b) {
		compared++;
		return a < b;
	});
}

int main()
{
	std::vector<int> v;
	long compared = 0;
	unsigned seed = 1;

	for (int i = 0; i < 1000; i++)
		v.push_back(int((seed = seed * 1664525 + 1013904223) >> 16));
	sort_all(v, compared);
	std::printf("compared=%ld sorted=%d\n", compared,
		    int(std::is_sorted(v.begin(), v.end())));
	return 0;
}
