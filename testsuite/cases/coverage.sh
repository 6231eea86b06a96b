# SPDX-License-Identifier: MIT
# gcov's counts (--coverage) are those of the source, whether the program is
# recorded or not: without optimisation what they are without the plugin, and
# with it the same, as functions of one body are inlined late.
. "$MEMCALL_LIB"
need gcov

cat >program.cc <<'END'
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
struct S { int v; S(int x) : v(x) {} int get(int n) { if (n > 3) return v; return n; } };
static int leaf(int n) { return n + 1; }
int pub(int n)
{
	int s = 0;
	for (int i = 0; i < n; i++)
		s += leaf(i);
	return s;
}
static int choose(int n) { if (n > 2) return leaf(n); else return 2; }
static void nothing(int n)
{
	if (n == 1)
		return;
	leaf(n);
}
static int fails(int n)
{
	if (n == 3)
		throw std::runtime_error("three");
	return n;
}
__attribute__((profile)) int work(int n)
{
	S s(n);
	int r = 0;
	for (int i = 0; i < 6; i++) {
		r += s.get(i) + pub(i) + choose(i);
		nothing(i);
		try {
			r += fails(i);
		} catch (std::runtime_error &) {
			r += 100;
		}
		void *p = malloc(10);
		free(p);
	}
	return r;
}
int main()
{
	int a = pub(4);
	std::printf("%d %d\n", a, work(3));
	return 0;
}
END

# count NAME COMPILER-FLAG ...: what gcov says, in NAME.gcov.
count()
{
	name=$1
	shift
	rm -f ./*.gcda ./*.gcno
	$CXX -w --coverage "$@" program.cc -o program
	MEMCALL_OUT=$out ./program >"$name.out"
	gcov -t ./*.gcda >"$name.gcov"
}

out=
count plain -O0
for level in -O0 -O2; do
	for out in '' graph.dot; do
		count ours $level "$plugin"
		cmp -s plain.out ours.out || fail "the output at $level"
		[ -z "$out" ] || expect_file graph.dot
		expect_no_line ours.gcov ' *#####'
		# What is in a try has more of a count than plain has there.
		[ $level = -O2 ] || expect_text ours.gcov <plain.gcov
		grep -c . ours.gcov >/dev/null
		mv ours.gcov "ours$level${out:+.recorded}"
	done
	cmp -s "ours$level" "ours$level.recorded" ||
		fail "recorded at $level: $(diff "ours$level" "ours$level.recorded")"
done
