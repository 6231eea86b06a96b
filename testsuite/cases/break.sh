# SPDX-License-Identifier: MIT
# MEMCALL_OPTIONS=break=...: a debugger stops in the call that crosses the limit,
# once; without one, a line says that it was crossed.
. "$MEMCALL_LIB"
unsanitized any "memory is what a sanitizer's allocator makes of it"
native "the debugger is for this machine"
need gdb
gdb -nx -q -batch -ex run /bin/true 2>&1 </dev/null | grep -q 'exited normally' ||
	skip "no process can be debugged here"
cat >program.cc <<'END'
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#define N __attribute__((noinline))
namespace shop
{
struct Cart {
	N char *load(std::size_t mb)
	{
		char *block = static_cast<char *>(std::malloc(mb << 20));
		std::memset(block, 1, mb << 20);
		return block;
	}
	N int leaf(int n) { return std::abs(n) + 1; }
};
}
N int small(shop::Cart &cart)
{
	int sum = 0;
	for (int i = 0; i < 10; i++) {
		char *block = cart.load(1);
		sum += block[5];
		std::free(block);
	}
	return sum;
}
N int large(shop::Cart &cart)
{
	char *block = cart.load(100);
	int n = block[7];
	std::free(block);
	for (int i = 0; i < 100; i++)
		n += cart.leaf(i);
	return n;
}
[[gnu::profile]] int work()
{
	shop::Cart cart;
	int sum = small(cart);
	std::thread other([&] { sum += large(cart); });
	other.join();
	return sum + small(cart);
}
int main()
{
	std::printf("%d\n", work());
	return 3;
}
END
compile program.cc -pthread
"./program" >plain || :
# stops BREAK FUNCTION CALLER: the debugger stops once, there, and the program
# goes on to its end.
stops() {
	: >.checked
	MEMCALL_OUT=out.memcall MEMCALL_OPTIONS="break=$1" \
		gdb -nx -q -batch -ex 'set debuginfod enabled off' -ex run \
		-ex bt -ex cont -ex cont ./program >gdb.out 2>&1 </dev/null ||
		: # there is nothing to go on with
	[ "$(grep -c 'received signal SIGTRAP' gdb.out)" -eq 1 ] ||
		fail "not one stop for $1: $(cat gdb.out)"
	grep '^#' gdb.out | sed -n 's/.* in \([a-z:A-Z_]*\) .*/\1/p' |
		grep -vE '^(trap|stop|look|enter|make|mc_|__memcall_)' | uniq >frames
	[ "$(sed -n 1p frames)" = "$2" ] || fail "in $(xargs <frames) for $1"
	[ "$(sed -n 2p frames)" = "$3" ] || fail "in $(xargs <frames) for $1"
	grep -q 'exited with code 03' gdb.out || fail "$1: $(cat gdb.out)"
}
stops 'rss>80M' shop::Cart::load large
stops 'peak>50M@*load' shop::Cart::load large
stops 'peak>50M@large' shop::Cart::load large
stops 'peak>50M' shop::Cart::load large
# The call has not begun when it is counted: its function is what stop is given.
stops 'calls>42@shop::Cart::leaf' large run
grep -q ' stop (function=.*"shop::Cart::leaf"' gdb.out || fail "$(cat gdb.out)"
stops 'calls>1@small' work main
grep -q ' stop (function=.*"small"' gdb.out || fail "$(cat gdb.out)"
# Where no limit is crossed, it does not stop.
MEMCALL_OUT=out.memcall MEMCALL_OPTIONS='break=peak>50M@small' \
	gdb -nx -q -batch -ex run ./program >gdb.out 2>&1 </dev/null || :
grep -q SIGTRAP gdb.out && fail "$(cat gdb.out)"

# Counts and the program's output are as always, with a debugger and without.
for options in 'break=rss>80M' 'break=calls>42@*leaf' 'break=peak>50M@large'; do
	MEMCALL_OUT=out.memcall MEMCALL_OPTIONS=$options run ./program
	expect_status 3
	expect_message "$(printf %s "$options" | sed 's/[*]/[*]/g') has come true.* gdb"
	cmp -s out plain || fail "the output differs"
	expect_calls out.memcall shop::Cart::leaf 100
	expect_calls out.memcall shop::Cart::load 21
done
for value in 'rss' 'rss>' 'rss>2Q' 'rss>1M@f' 'stack>1' 'calls>3' 'peak>1@'; do
	MEMCALL_OUT=out.memcall MEMCALL_OPTIONS="break=$value" run ./program
	expect_status 3
	expect_message "value 'break=$value' ignored: rss>BYTES"
done
MEMCALL_OUT=out.memcall MEMCALL_OPTIONS='break=rss>1M:mem=off' run ./program
expect_status 3
expect_message 'break=rss>1M ignored: memory is not measured; leave mem=off out'
