# SPDX-License-Identifier: MIT
# What a graph shows and how can be chosen; a wrong choice is one line.
. "$MEMCALL_LIB"
unsanitized any "memory grows by other amounts with a sanitizer's allocator"
cat >program.cc <<'END'
#include <cstdio>
#include <cstdlib>
namespace shop
{
struct Cart {
	int total(int n) { return n * 2; }
};
struct Till {
	Cart cart;
	int ring(int n) { return cart.total(n) + cart.total(n + 1); }
};
}
static char *grow()
{
	char *block = static_cast<char *>(malloc(8 << 20));

	for (int i = 0; i < 8 << 20; i += 4096)
		block[i] = 1;
	return block;
}
static void drop(char *block) { free(block); }
static int other(int n) { return n; }
[[gnu::profile]] int work()
{
	shop::Till till;
	char *block = grow();

	drop(block);
	return till.ring(3) + other(1);
}
int main() { std::printf("%d\n", work()); }
END
compile program.cc
MEMCALL_OUT=out.memcall run ./program
expect_status 0
draw() {
	run "$memcall" convert out.memcall -o graph.dot "$@"
	expect_status 0
	expect_silence
	gvpr 'N [function] { print($.function) }' graph.dot | sort |
		xargs >shown
}
need gvpr
draw
expect_text shown <<END
drop grow other shop::Cart::total shop::Till::ring work
END
draw --focus='*ring'
expect_text shown <<END
shop::Cart::total shop::Till::ring work
END
draw --ignore='shop::Till::*' --ignore=drop
expect_text shown <<END
grow other work
END
draw --depth=1
expect_text shown <<END
work
END
draw --nodes=1
expect_text shown <<END
work
END
draw --min=100
expect_text shown <<END
work
END
expect_line graph.dot '.*1 of 6 functions.*100 %'

colour_of() {
	gvpr "N [function == \"$1\"] { print(\$.fillcolor) }" graph.dot
}
draw --color=rss
[ "$(colour_of grow)" = "#c93f1d" ] || fail "grow is $(colour_of grow)"
[ "$(colour_of drop)" = "#185a8f" ] || fail "drop is $(colour_of drop)"
expect_line graph.dot '.*blue: freed'
draw --color=peak
[ "$(colour_of grow)" = "#c93f1d" ] || fail "grow is $(colour_of grow)"
draw --color=self
[ "$(colour_of work)" != "#c93f1d" ] || fail "work's own share is not all"

draw --group=class
expect_line graph.dot '.*subgraph "cluster_shop::Cart"'
expect_line graph.dot '.*label="shop::Till"'
draw --group=namespace
expect_line graph.dot '.*subgraph cluster_shop'
draw --group=file
expect_line graph.dot '.*subgraph "cluster_.*program.cc"'
draw --dark
expect_line graph.dot '.*bgcolor="#1c1c1b"'

# The graph of a page, whose ground is the page's own.
run "$memcall" convert out.memcall -o page.html --focus='*ring' --dark \
	--color=rss
expect_status 0
expect_silence
[ "$(grep -c 'class="node"' page.html)" -eq 4 ] || fail "the page has all boxes"
expect_line page.html '<html lang="en" data-theme="dark">'
expect_no_line page.html '.*fill="#1c1c1b"'
grep -q '"colour": *"rss_bytes"' page.html || fail "the page begins with time"

refuse() {
	run "$memcall" convert out.memcall -o graph.dot "$1"
	expect_status "$2"
	expect_message "$3"
}
refuse --color=red 2 '--color takes time, self, rss, peak, cpu, wait, heap, live, allocs or imbalance'
refuse --group=size 2 '--group takes none, namespace, class or file'
refuse --nodes=0 2 '--nodes takes a number from 1'
refuse --depth=deep 2 '--depth takes a number from 1'
refuse --min=101 2 '--min takes a percentage'
refuse --focus=nothing 1 'no function matches --focus=nothing'
run "$memcall" convert out.memcall -o graph.dot --ignore=nothing
expect_status 0
expect_message 'no function matches --ignore=nothing'

# Where a click leads.
leads_to() {
	gvpr 'N [function == "work"] { print($.URL) }' graph.dot >urls
	grep -qx -- "$1" urls || fail "not $1: $(cat urls)"
}
draw
line=$(grep -n 'int work()' program.cc | cut -d: -f1)
leads_to "program.cc#L$line"
draw --link='https://example.org/%f?line=%l'
leads_to "https://example.org/program.cc?line=$line"
draw --link=
leads_to ''
