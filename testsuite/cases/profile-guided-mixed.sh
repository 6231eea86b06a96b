# SPDX-License-Identifier: MIT
# -fprofile-use with the plugin accepts what a build without it has counted, and
# the other way round, without a warning.
. "$MEMCALL_LIB"

cat >program.cc <<'END'
#include <cstdio>
#include <stdexcept>

static int leaf(int n)
{
	return n + 1;
}
struct Base {
	virtual int get(int n)
	{
		return leaf(n);
	}
	virtual ~Base()
	{
	}
};
struct Derived : Base {
	int get(int n) override
	{
		if (n == 7)
			throw std::runtime_error("seven");
		return leaf(n) * 2;
	}
};
int visible(Base *base, int n)
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		try {
			sum += base->get(i);
		} catch (...) {
			sum += 1000;
		}
	return sum;
}
static int choose(int a)
{
	switch (a % 5) {
	case 0:
		return leaf(1);
	case 1:
		return leaf(2) + leaf(3);
	default:
		return 0;
	}
}
#ifdef MARKED
__attribute__((profile))
#endif
int work(int n)
{
	Base base;
	Derived derived;
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += visible(i % 2 ? &base : &derived, i) + choose(i);
	return sum;
}
int main(int argc, char **)
{
	int sum = 0;

	for (int i = 0; i < 100; i++)
		sum += work(10 + argc);
	printf("%d\n", sum);
	return 0;
}
END

ours="$plugin -DMARKED"
for level in -O2 -O3; do
	for train in "$ours" ''; do
		for use in "$ours" ''; do
			rm -f ./*.gcda
			$CXX $level -fprofile-generate $train program.cc \
				-o program
			run ./program
			expect_status 0
			expect_silence
			$CXX $level -fprofile-use -Werror -Wall $use program.cc \
				-o program 2>compiler.err ||
				fail "$level, trained with '$train', used with" \
					"'$use': $(cat compiler.err)"
			MEMCALL_OUT=used.memcall run ./program
			expect_status 0
			echo 233300 | expect_text out
			[ -z "$use" ] ||
				expect_calls used.memcall visible 1100
		done
	done
done
