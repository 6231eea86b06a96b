// SPDX-License-Identifier: MIT
//
// Recursion, mutual recursion, threads, memory and odd names, for cases that
// read an output format back.  Compile it with -pthread.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

static volatile int sink;

static void spin(int n)
{
	for (int i = 0; i < n * 1000; i++)
		sink = sink + i;
}

template <char C> int letter(int n)
{
	spin(2);
	return n + C;
}

static void odd(int n);

static void even(int n)
{
	spin(5);
	if (n)
		odd(n - 1);
}

static void odd(int n)
{
	spin(3);
	if (n)
		even(n - 1);
}

static int fib(int n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static void keep()
{
	char *p = (char *)malloc(4 << 20);

	memset(p, 1, 4 << 20);
	sink = sink + p[sink & 1023];
}

static void start(int n)
{
	spin(20);
	even(n);
}

__attribute__((profile)) int work()
{
	std::thread other(start, 3);
	int sum = fib(12) + letter<'"'>(1) + letter<'\\'>(1) + letter<';'>(1) +
		  letter<'{'>(1) + letter<'\n'>(1);

	even(7);
	keep();
	other.join();
	return sum;
}

int main()
{
	std::printf("%d\n", work() + work());
	return 0;
}
