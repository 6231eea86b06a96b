// SPDX-License-Identifier: MIT
// OpenMP's other constructs: loops of all schedules, sections, tasks with and
// without copies, loops of tasks, reductions over tasks, nested regions.  Which
// thread runs what is not known, but each body runs once.
// { mc-unsanitized thread "it does not see what OpenMP waits for" }
// { mc-options "-fopenmp" }
// { mc-environment "OMP_NUM_THREADS=4 OMP_DYNAMIC=false OMP_MAX_ACTIVE_LEVELS=2" }
// { mc-node "loops" calls=1 }
// { mc-node "sections" calls=1 }
// { mc-node "tasks" calls=1 }
// { mc-node "task_loops" calls=1 }
// { mc-node "reduce" calls=1 }
// { mc-node "nested" calls=1 }
// { mc-node "fibonacci" calls=177 }
// { mc-node "in_loop" calls=400 }
// { mc-node "in_section" calls=3 }
// { mc-node "in_task" calls=300 }
// { mc-node "in_task_loop" calls=200 }
// { mc-node "in_reduction" calls=164 }
// { mc-node "in_nested" calls=16 }
// { mc-node "Big::value" calls=100 }
// { mc-node "Big::Big(int)" calls=100 }
// { mc-node "Big::Big(Big const&)" calls=100 }
// { mc-node "Big::~Big" calls=200 }
// { mc-only-nodes }
#include <atomic>
#include <cstdio>

static std::atomic<int> sum;

[[gnu::noinline]] static void in_loop(int n) { sum += n; }
[[gnu::noinline]] static void in_section(int n) { sum += n; }
[[gnu::noinline]] static void in_task(int n) { sum += n; }
[[gnu::noinline]] static void in_task_loop(int n) { sum += n; }
[[gnu::noinline]] static int in_reduction(int n) { return n; }
[[gnu::noinline]] static void in_nested(int n) { sum += n; }

// Copied into a task by a function that GCC makes, and aligned.
struct alignas(64) Big {
	int numbers[16];

	explicit Big(int n) { numbers[15] = n; }
	Big(const Big &other) { numbers[15] = other.numbers[15]; }
	~Big() { numbers[15] = -1; }
	[[gnu::noinline]] int value() const { return numbers[15]; }
};

[[gnu::profile]] void loops()
{
#pragma omp parallel for schedule(dynamic, 3)
	for (int i = 0; i < 100; i++)
		in_loop(i);
#pragma omp parallel for schedule(guided)
	for (int i = 0; i < 100; i++)
		in_loop(i);
#pragma omp parallel for schedule(runtime)
	for (int i = 0; i < 100; i++)
		in_loop(i);
#pragma omp parallel for schedule(monotonic : dynamic)
	for (unsigned long long i = 0; i < 100; i++)
		in_loop((int)i);
}

[[gnu::profile]] void sections()
{
#pragma omp parallel sections
	{
#pragma omp section
		in_section(1);
#pragma omp section
		in_section(2);
#pragma omp section
		in_section(3);
	}
}

[[gnu::profile]] void tasks()
{
#pragma omp parallel
#pragma omp single
	for (int i = 0; i < 100; i++) {
		Big big(i);

#pragma omp task firstprivate(big)
		in_task(big.value());
#pragma omp task if (i & 1)
		in_task(i);
#pragma omp task depend(out : sum)
		in_task(i);
	}
}

[[gnu::profile]] void task_loops()
{
#pragma omp parallel
#pragma omp single
	{
#pragma omp taskloop grainsize(7)
		for (int i = 0; i < 100; i++)
			in_task_loop(i);
#pragma omp taskloop
		for (unsigned long long i = 0; i < 100; i++)
			in_task_loop((int)i);
	}
}

[[gnu::profile]] void reduce()
{
	int result = 0;

#pragma omp parallel reduction(task, + : result)
#pragma omp single
	for (int i = 0; i < 64; i++)
#pragma omp task in_reduction(+ : result)
		result += in_reduction(i);
#pragma omp parallel
#pragma omp single
#pragma omp taskloop reduction(+ : result)
	for (int i = 0; i < 100; i++)
		result += in_reduction(i);
	sum += result;
}

[[gnu::profile]] void nested()
{
#pragma omp parallel
#pragma omp parallel
	in_nested(1);
}

[[gnu::profile]] int fibonacci(int n)
{
	int a, b;

	if (n < 2)
		return n;
#pragma omp task shared(a)
	a = fibonacci(n - 1);
#pragma omp task shared(b)
	b = fibonacci(n - 2);
#pragma omp taskwait
	return a + b;
}

int main()
{
	int result = 0;

	loops();
	sections();
	tasks();
	task_loops();
	reduce();
	nested();
#pragma omp parallel
#pragma omp single
	result = fibonacci(10);
	std::printf("%d %d\n", sum.load(), result);
}
