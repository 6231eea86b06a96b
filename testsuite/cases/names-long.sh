# SPDX-License-Identifier: MIT
# Names of 50,000 characters, in C and C++: they are kept whole in the profile and
# in files of others, and drawn.
. "$MEMCALL_LIB"
need python3
long=$(python3 -c 'print("x" * 50000, end="")')
cat >program.cc <<EOF
#include <cstdio>
namespace space {
struct Type_$long {
	__attribute__((noinline)) static int member(int n) { return n + 1; }
};
template <class T> __attribute__((noinline)) int templated(int n) { return T::member(n) + 1; }
}
extern "C" __attribute__((noinline)) int f_$long(int n)
{
	return n + space::templated<space::Type_$long>(n);
}
extern "C" __attribute__((noinline)) int g_$long(int n)
{
	return n + 1;
}
__attribute__((profile)) int work(int n)
{
	return f_$long(n) + g_$long(n) + g_$long(n);
}
int main()
{
	std::printf("%d\n", work(1));
	return 0;
}
EOF
compile program.cc
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
printf '8\n' | expect_text out
expect_calls out.memcall "f_$long" 1
expect_calls out.memcall "g_$long" 2
expect_edge out.memcall work "g_$long" 2
expect_edge out.memcall "f_$long" "space::templated<space::Type_$long>" 1
for kind in dot svg png pdf html json folded callgrind speedscope.json pb.gz; do
	MEMCALL_OUT=graph.$kind run ./program
	expect_status 0
	expect_silence
	expect_file graph.$kind
	expect_no_file graph.$kind.memcall
done
# Whole, where the format has no limit.
check_python <<'END'
import gzip
long = b"x" * 50000
for kind in "html json folded callgrind speedscope.json pb.gz".split():
    with (gzip.open if kind == "pb.gz" else open)("graph." + kind, "rb") as file:
        text = file.read()
    assert b"g_" + long in text, "graph.%s cuts the name" % kind
    assert b"Type_" + long in text, "graph.%s cuts the type" % kind
END
"$memcall" report out.memcall >report 2>err || fail "no report: $(cat err)"
expect_silence
expect_line report '.*g_xxx'
