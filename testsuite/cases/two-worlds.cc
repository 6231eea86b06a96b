// SPDX-License-Identifier: MIT
// What goes from code outside of extents to code within and back: through a
// pointer, a table, a function with a variable number of arguments; results
// and arguments that are passed by reference; a function that is reached while
// recording is paused and resumes it.  Calls outside are not recorded, and
// give the same values.
// { mc-options "-std=c++17" }
// { mc-node "work" calls=2 marked=1 }
// { mc-node "all" calls=2 }
// { mc-node "Text::Text(int)" calls=6 }
// { mc-node "Text::Text(Text const&)" calls=6 }
// { mc-node "Text::~Text" calls=12 }
// { mc-node "leaf" calls=30 }
// { mc-edge "all -> make" calls=4 }
// { mc-edge "all -> swap" calls=4 }
// { mc-edge "all -> sum" calls=2 }
// { mc-edge "all -> wide" calls=2 }
// { mc-edge "all -> fail" calls=2 }
// { mc-edge "make -> leaf" calls=4 }
// { mc-edge "sum -> leaf" calls=6 }
// { mc-edge "wide -> leaf" calls=2 }
// { mc-edge "fail -> leaf" calls=2 }
// { mc-edge "work -> leaf" calls=4 }
// { mc-no-node "after_pause" }
#include <cstdarg>
#include <cstdio>
#include <stdexcept>

#include "../../runtime/memcall.h"

static int leaf(int n)
{
	return n + 1;
}

struct Text { // passed by reference: it has a destructor
	char text[40];
	int n;
	Text(int i) : n(leaf(i))
	{
		std::snprintf(text, sizeof text, "%d", n);
	}
	Text(const Text &other) : n(leaf(other.n))
	{
		std::snprintf(text, sizeof text, "%s", other.text);
	}
	~Text()
	{
		n = -1;
	}
};

struct Wide {
	long a[8];
	__int128 b;
};

Text make(int n)
{
	return Text(leaf(n));
}

int swap(Text a, Text b)
{
	return a.n * 10 + b.n;
}

int sum(int n, ...)
{
	va_list list;
	int total = 0;

	va_start(list, n);
	while (n--)
		total += leaf(va_arg(list, int));
	va_end(list);
	return total;
}

Wide wide(Wide w, volatile char c, _Complex float z, float f)
{
	w.a[7] += leaf(c) + (long)__real__ z + (long)f;
	w.b *= 3;
	return w;
}

[[noreturn]] void fail(int n)
{
	throw std::runtime_error(leaf(n) > 5 ? "many" : "few");
}

int after_pause(int n)
{
	memcall_resume();
	return leaf(n);
}

static Text (*volatile made)(int) = make;
static int (*volatile swapped)(Text, Text) = swap;
static int (*volatile summed)(int, ...) = sum;
static Wide (*volatile widened)(Wide, volatile char, _Complex float,
				float) = wide;
static void (*volatile failed)(int) = fail;
static int (*volatile resumed)(int) = after_pause;

static long all(int n)
{
	Wide w = {{1, 2, 3, 4, 5, 6, 7, 8}, 9};
	Text a = make(n), b = made(n + 1);
	long total = swap(a, a) + swapped(b, 3);

	total += summed(3, 1, 2, n);
	w = widened(w, 4, 5.5f, 2.25f);
	total += w.a[7] + (long)w.b;
	try {
		failed(n);
	} catch (const std::exception &e) {
		total += e.what()[0];
	}
	return total;
}

__attribute__((profile)) long work(int n)
{
	long total = all(n);

	memcall_pause();
	for (int i = 0; i < 10; i++)
		total += leaf(i);
	total += resumed(n);
	return leaf((int)total);
}

int main()
{
	long before = all(3);
	long first = work(3);
	long second = work(3);

	std::printf("%d %d\n", before + 60 == first, first == second);
	return 0;
}
