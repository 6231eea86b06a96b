// SPDX-License-Identifier: MIT
// Exceptions within exceptions: thrown by a handler, in a destructor that runs
// because of another one, nested by the standard library and taken apart again,
// and kept to be thrown elsewhere.
// { mc-edge "(root) -> work" calls=200 }
// { mc-edge "work -> replaces" calls=200 }
// { mc-edge "replaces -> throws" calls=400 }
// { mc-edge "work -> unwinds" calls=200 }
// { mc-edge "unwinds -> throws" calls=200 }
// { mc-edge "unwinds -> Tidy::~Tidy" calls=200 }
// { mc-edge "Tidy::~Tidy -> swallows" calls=200 }
// { mc-edge "swallows -> throws" calls=200 }
// { mc-edge "swallows -> note" calls=200 }
// { mc-edge "work -> nests" calls=200 }
// { mc-edge "nests -> throws" calls=200 }
// { mc-edge "work -> takes_apart" calls=400 }
// { mc-edge "takes_apart -> takes_apart" calls=200 }
// { mc-edge "takes_apart -> note" calls=600 }
// { mc-edge "work -> keeps" calls=200 }
// { mc-edge "keeps -> throws" calls=200 }
// { mc-edge "work -> again" calls=200 }
// { mc-edge "work -> note" calls=400 }
// { mc-node "throws" calls=1200 depth=1 }
// { mc-node "note" calls=1200 depth=1 }
// { mc-only-edges }
#include <cstdio>
#include <exception>
#include <stdexcept>

static long sum;

static void note(int n)
{
	sum += n;
}

static void throws(const char *what)
{
	throw std::runtime_error(what);
}

static void replaces()
{
	try {
		throws("first");
	} catch (const std::exception &) {
		throws("second");
	}
}

static void swallows()
{
	try {
		throws("inside");
	} catch (const std::exception &) {
		note(std::uncaught_exceptions());
	}
}

struct Tidy {
	~Tidy() { swallows(); }
};

static void unwinds()
{
	Tidy tidy;

	throws("outside");
}

static void nests()
{
	try {
		throws("inner");
	} catch (...) {
		std::throw_with_nested(std::logic_error("outer"));
	}
}

static void takes_apart(const std::exception &e)
{
	note(e.what()[0]);
	try {
		std::rethrow_if_nested(e);
	} catch (const std::exception &nested) {
		takes_apart(nested);
	}
}

static std::exception_ptr keeps()
{
	try {
		throws("kept");
	} catch (...) {
		return std::current_exception();
	}
	return nullptr;
}

static void again(std::exception_ptr kept)
{
	std::rethrow_exception(kept);
}

__attribute__((profile)) void work()
{
	try {
		replaces();
	} catch (const std::exception &e) {
		note(e.what()[0]);
	}
	try {
		unwinds();
	} catch (const std::exception &e) {
		note(e.what()[0]);
	}
	try {
		nests();
	} catch (const std::exception &e) {
		takes_apart(e);
	}
	try {
		again(keeps());
	} catch (const std::exception &e) {
		takes_apart(e);
	}
}

int main()
{
	for (int i = 0; i < 200; i++)
		work();
	std::printf("%ld\n", sum);
	return 0;
}
