# SPDX-License-Identifier: MIT
# Generators of Boost.Coroutine2, whose headers change stacks, and Boost.Fiber,
# whose library does: a generator made by one function and resumed by another,
# exceptions within, fibres that take turns.
. "$MEMCALL_LIB"
cat >generators.cc <<'END'
#include <boost/coroutine2/all.hpp>
#include <cstdio>
#include <memory>
#include <stdexcept>
using coroutine = boost::coroutines2::coroutine<int>;
static volatile long sum;
static void leaf() { sum++; }
static void burn() { sum++; }
static void emit(coroutine::push_type &to, int i)
{
	leaf();
	to(i);
	leaf();
	if (i % 3 == 0)
		throw std::runtime_error("3");
}
static void generate(coroutine::push_type &to)
{
	for (int i = 0; i < 300; i++)
		try {
			emit(to, i);
		} catch (std::exception &) {
			leaf();
		}
}
static std::unique_ptr<coroutine::pull_type> make()
{
	return std::make_unique<coroutine::pull_type>(generate);
}
static void use(coroutine::pull_type &from)
{
	for (int i = 0; i < 10 && from; i++) {
		burn();
		from();
	}
}
__attribute__((profile)) void work()
{
	auto whole = make();

	while (*whole)
		use(*whole);
	for (int i = 0; i < 2000; i++)
		use(*make()); /* is left in the middle of a call */
}
int main()
{
	work();
	std::printf("%ld\n", sum);
}
END
cat >fibres.cc <<'END'
#include <boost/fiber/all.hpp>
#include <cstdio>
#include <vector>
static volatile long sum;
static void leaf() { sum++; }
static void between() { sum++; }
static void deeper(int n)
{
	leaf();
	if (n)
		deeper(n - 1);
	else
		boost::this_fiber::yield();
	leaf();
}
static void step(int i)
{
	deeper(i % 3);
	leaf();
}
static void worker(int k)
{
	for (int i = 0; i < 50; i++)
		step(i + k);
}
__attribute__((profile)) void work()
{
	std::vector<boost::fibers::fiber> fibres;

	for (int i = 0; i < 20; i++)
		fibres.emplace_back(worker, i);
	for (auto &fibre : fibres) {
		between();
		fibre.join();
	}
}
int main()
{
	work();
	std::printf("%ld\n", sum);
}
END
# build NAME LEVEL
build()
{
	$CXX -std=c++17 $2 -w "$plugin" $1.cc -lboost_fiber -lboost_context \
		-pthread -o $1 >build.out 2>&1
}
$CXX -std=c++17 -w generators.cc -lboost_fiber -lboost_context \
	-o plain >build.out 2>&1 || {
	echo 'Boost is missing: libboost-fiber-dev'
	exit 77
}
for level in -O0 -O2; do
	build generators $level
	build fibres $level
	for time in auto all; do
		export MEMCALL_OPTIONS=time=$time
		to=generators.memcall
		compare ./generators
		expect_status 0
		expect_edge $to '(root)' work 1
		expect_edge $to work make 2001
		expect_edge $to work use 2030
		expect_edge $to make generate 2001
		expect_edge $to use burn 20300
		expect_edge $to generate emit 22300
		expect_edge $to generate leaf 8100
		expect_edge $to emit leaf 42600
		to=fibres.memcall
		compare ./fibres
		expect_status 0
		expect_edge $to '(root)' work 1
		expect_edge $to work worker 20
		expect_edge $to work between 20
		expect_edge $to worker step 1000
		expect_edge $to step deeper 1000
		expect_edge $to step leaf 1000
		expect_edge $to deeper deeper 1000
		expect_edge $to deeper leaf 4000
		rm ./*.memcall
	done
done
