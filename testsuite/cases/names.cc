// SPDX-License-Identifier: MIT
// Names as written: operators, conversions, literals, template arguments with
// commas, nested and anonymous namespaces, local classes.
// { mc-options "-std=c++17" }
// { mc-node "operator<<" calls=2 symbol=_ZlsR3Logi }
// { mc-node "Log::operator()" calls=1 }
// { mc-node "Log::operator[]" calls=1 }
// { mc-node "Log::operator bool" calls=1 }
// { mc-node "Log::operator->" calls=1 }
// { mc-edge "work -> Log::operator->" calls=1 }
// { mc-node "a::b::c::deep" calls=1 }
// { mc-node "{anonymous}::hidden" calls=1 }
// { mc-node "@_Zli3_kmy" calls=1 }
// { mc-node "combine<int, char, 3>" calls=1 }
// { mc-node "Pair<int, Pair<char, int> >::sum" calls=1 }
// { mc-node "@_ZZ4workiEN5Local3runEi" calls=1 }
// { mc-node "work" calls=1 }
// { mc-only-nodes }
#include <cstdio>

struct Log {
	int total = 0;
	int operator()(int a, int b) { return total += a + b; }
	int operator[](int i) const { return total + i; }
	explicit operator bool() const { return total > 0; }
	Log *operator->() { return this; }
};

Log &operator<<(Log &log, int n)
{
	log.total += n;
	return log;
}

int operator""_km(unsigned long long n)
{
	return int(n * 1000);
}

namespace a
{
namespace b
{
namespace c
{

int deep(int n)
{
	return n;
}

} // namespace c
} // namespace b
} // namespace a

namespace
{

int hidden(int n)
{
	return n;
}

} // namespace

template <class A, class B, int N> int combine(A a, B b)
{
	return int(a) + int(b) + N;
}

template <class A, class B> struct Pair {
	A a;
	B b;
	int sum() const { return int(sizeof(a) + sizeof(b)); }
};

__attribute__((profile)) int work(int n)
{
	struct Local {
		static int run(int i) { return i; }
	};
	static Log log;
	int sum;

	log << n << n;
	sum = log(n, n) + log[n] + int(bool(log)) + log->total;
	sum += a::b::c::deep(n) + hidden(n) + 2_km +
	       combine<int, char, 3>(n, 'a');
	sum += Pair<int, Pair<char, int>>().sum() + Local::run(n);
	return sum;
}

int main()
{
	std::printf("%d\n", work(2));
	return 0;
}
