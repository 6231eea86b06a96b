// SPDX-License-Identifier: MIT
//
// What a program asks of RE2: expressions compiled, and texts searched by each
// of its engines.  argv[1] times.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "re2/re2.h"
#include "re2/set.h"

static std::string make_text(int lines)
{
	static const char *const words[] = {"alpha", "bravo", "charlie", "delta",
					    "echo", "foxtrot", "golf", "hotel"};
	std::string text;
	unsigned seed = 42;
	for (int i = 0; i < lines; i++) {
		for (int k = 0; k < 9; k++) {
			seed = seed * 1103515245 + 12345;
			text += words[seed >> 29];
			text += k % 3 == 2 ? std::to_string(seed >> 16) : " ";
		}
		text += "user" + std::to_string(i) + "@example.com\n";
	}
	return text;
}

static int compile_many(int count)
{
	int good = 0;
	for (int i = 0; i < count; i++) {
		RE2 re("(a|b|[c-m]+)*" + std::to_string(i) +
		       "(x{2,9}|y?z+){1,5}\\pL+[[:alpha:]_]\\w*(?i:select|from)");
		good += re.ok();
	}
	return good;
}

static int count_matches(const std::string &text, const char *pattern,
			 const RE2::Options &options)
{
	RE2 re(pattern, options);
	re2::StringPiece rest(text), found;
	int count = 0;
	while (RE2::FindAndConsume(&rest, re, &found))
		count++;
	return count;
}

static int search_lines(const std::string &text)
{
	RE2 date("^(\\w+) (\\w+) .*?(\\d+)[a-z]* .*(user\\d+)@(\\w+)\\.com$");
	std::string word, user;
	int count = 0;
	size_t at = 0, end;
	while ((end = text.find('\n', at)) != std::string::npos) {
		re2::StringPiece line(text.data() + at, end - at);
		count += RE2::PartialMatch(line, date, &word, (void *)nullptr,
					   (void *)nullptr, &user);
		at = end + 1;
	}
	return count;
}

static int match_set(const std::string &text)
{
	RE2::Set set(RE2::DefaultOptions, RE2::UNANCHORED);
	for (int i = 0; i < 50; i++)
		set.Add("user\\d*" + std::to_string(i) + "@|golf.*" +
			std::to_string(i * 7), nullptr);
	set.Compile();
	std::vector<int> found;
	int count = 0;
	for (size_t at = 0; at + 400 < text.size(); at += 400) {
		set.Match(re2::StringPiece(text.data() + at, 400), &found);
		count += found.size();
	}
	return count;
}

int main(int argc, char **argv)
{
	RE2::Options plain, longest;
	longest.set_longest_match(true);
	std::string text = make_text(2000);
	for (int i = argc > 1 ? atoi(argv[1]) : 1; i > 0; i--) {
		int compiled = compile_many(200);
		int names = count_matches(text, "(user(\\d+)@\\w+)", plain);
		int runs = count_matches(text, "((?:golf|hotel)+\\d*)", longest);
		std::string copy = text;
		int replaced = RE2::GlobalReplace(&copy, "(\\w+) (\\d+)",
						  "\\2-\\1");
		printf("%d %d %d %d %d %d\n", compiled, names, runs, replaced,
		       search_lines(text), match_set(text));
	}
	return 0;
}
