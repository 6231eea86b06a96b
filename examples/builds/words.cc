// SPDX-License-Identifier: MIT
//
// A program without a mark, which the build systems beside it instrument: each
// names the functions to mark by -fplugin-arg-memcall-root=.
#include <cstdio>
#include <map>
#include <string>

namespace text
{

class Counter
{
	std::map<std::string, int> counts;

	void add(const std::string &word) { counts[word]++; }

public:
	int count(const std::string &words)
	{
		size_t at = 0, end;

		while ((end = words.find(' ', at)) != std::string::npos) {
			add(words.substr(at, end - at));
			at = end + 1;
		}
		add(words.substr(at));
		return (int)counts.size();
	}
};

} // namespace text

int main()
{
	text::Counter counter;

	std::printf("%d words\n", counter.count("to be or not to be"));
	return 0;
}
