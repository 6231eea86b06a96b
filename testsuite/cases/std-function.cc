// SPDX-License-Identifier: MIT
// What system headers are made of is not there; what they call back is called
// by the function that called into them.
// { mc-node "work" calls=1 }
// { mc-node "visit" calls=5 }
// { mc-node "keep" calls=10 }
// { mc-edge "work -> visit" calls=5 }
// { mc-edge "work -> keep" calls=10 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes } { mc-only-edges }
#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

static int visit(int i)
{
	return i + 1;
}

static bool keep(int i)
{
	return i % 2;
}

__attribute__((profile)) int work()
{
	std::function<int(int)> function = visit;
	std::vector<int> numbers;
	std::map<std::string, int> names;
	int sum = 0;

	for (int i = 0; i < 5; i++)
		sum += function(i);
	for (int i = 0; i < 10; i++)
		numbers.push_back(i);
	names["kept"] =
		int(std::count_if(numbers.begin(), numbers.end(), keep));
	return sum + names["kept"];
}

int main()
{
	std::printf("%d\n", work());
	return 0;
}
