// SPDX-License-Identifier: MIT
// nlohmann's JSON: parse a document and walk it, over and over.
#include <cstdio>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

using nlohmann::json;

static std::string text;

static json make(int depth)
{
	json node = {{"name", "node " + std::to_string(depth)},
		     {"weight", depth * 1.25},
		     {"flags", {true, false, nullptr}}};

	for (int i = 0; depth && i < 3; i++)
		node["children"].push_back(make(depth - 1));
	return node;
}

void other()
{
	text = make(6).dump();
}

static double walk(const json &node)
{
	double sum = 0;

	if (node.is_number())
		return node.get<double>();
	if (node.is_structured())
		for (const json &child : node)
			sum += walk(child);
	return sum;
}

double work(int rounds)
{
	double sum = 0;

	for (int i = 0; i < rounds; i++)
		sum += walk(json::parse(text));
	return sum;
}

int main(int argc, char **argv)
{
	other();
	std::printf("%g\n", work(argc > 1 ? std::atoi(argv[1]) : 100));
	return 0;
}
