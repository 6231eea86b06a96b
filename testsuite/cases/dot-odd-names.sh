# SPDX-License-Identifier: MIT
# Names with <>, quotes, commas and great length survive the DOT file.
. "$MEMCALL_LIB"
need gvpr dot
cat >names.cc <<'END'
#include <cstdio>
#include <map>
#include <string>
#include <vector>

template <class T> struct Deep {
	static int f(int n) { return n; }
};
template <char C> int letter(int n)
{
	return n + C;
}
template <class T, int N> struct Grow {
	static int f(int n)
	{
		return Grow<std::map<T, std::vector<T>>, N - 1>::f(n) + 1;
	}
};
template <class T> struct Grow<T, 0> {
	static int f(int n) { return n; }
};

__attribute__((profile)) int work(int n)
{
	return Deep<std::map<std::string, std::vector<int>>>::f(n) +
	       letter<'"'>(n) + letter<'\\'>(n) + letter<'<'>(n) +
	       letter<'\n'>(n) + Grow<int, 6>::f(n);
}

int main()
{
	std::printf("%d\n", work(1));
	return 0;
}
END
compile names.cc
MEMCALL_OUT=graph.dot run ./program
expect_status 0
expect_silence
dot -Tsvg graph.dot -o graph.svg 2>dot.err || fail "dot: $(cat dot.err)"
[ ! -s dot.err ] || fail "dot: $(cat dot.err)"
gvpr 'N{print(aget($, "function"))}' graph.dot >functions
: >.checked
[ "$(grep -c '^letter<' functions)" -eq 4 ] || fail "$(cat functions)"
[ "$(grep -c '^Grow<' functions)" -eq 7 ] || fail "$(cut -c 1-200 functions)"
