// SPDX-License-Identifier: MIT
// Recursion in tail position in odd places: marked, thrown out of, jumped out of,
// called back by a C library, by handlers, on threads, through a virtual function,
// with a block on the stack.  What is called afterwards is called by who calls it.
// { mc-levels "-O0" "-O2" "-O3" "-Os" "-O2 -flto" "-O2 -fPIC" }
// { mc-options "-pthread -std=c++17" }
// { mc-edge "(root) -> work" calls=2 }
// { mc-edge "work -> work" calls=2000 }
// { mc-edge "work -> all" calls=2 }
// { mc-edge "all -> leaf" calls=1214 }
// { mc-edge "all -> throws" calls=200 }
// { mc-edge "throws -> throws" calls=20000 }
// { mc-edge "throws -> leaf" calls=20200 }
// { mc-edge "all -> jumps" calls=200 }
// { mc-edge "jumps -> back" calls=10000 }
// { mc-edge "back -> jumps" calls=10000 }
// { mc-edge "jumps -> leaf" calls=200 }
// { mc-edge "all -> search" calls=2 }
// { mc-edge "search -> compare" calls=2 }
// { mc-edge "search -> leaf" calls=2 }
// { mc-edge "compare -> walk" calls=2 }
// { mc-edge "walk -> walk" calls=202200 }
// { mc-edge "walk -> leaf" calls=402 }
// { mc-edge "walk -> handler" calls=200 }
// { mc-edge "handler -> walk" calls=200 }
// { mc-edge "all -> start" kind=thread calls=2 }
// { mc-edge "start -> walk" calls=200 }
// { mc-edge "start -> leaf" calls=200 }
// { mc-edge "all -> List::List" calls=8 }
// { mc-edge "all -> List::~List" calls=8 }
// { mc-edge "all -> List::sum" calls=200 }
// { mc-edge "List::sum -> List::sum" calls=600 }
// { mc-edge "all -> block" calls=200 }
// { mc-edge "block -> block" calls=2000 }
// { mc-edge "block -> use" calls=2200 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
#include <csetjmp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <pthread.h>

static volatile long sum;
static jmp_buf env;

static void leaf()
{
	sum = sum + 1;
}

static long walk(long n, int signal)
{
	if (n == 0) {
		leaf();
		if (signal)
			raise(signal);
		return sum;
	}
	return walk(n - 1, signal);
}

static void handler(int)
{
	sum = sum + walk(10, 0) % 2;
}

static int throws(int n)
{
	leaf();
	if (n == 0)
		throw 7;
	return throws(n - 1);
}

static void back(int n);

static void jumps(int n)
{
	if (n == 0) {
		leaf();
		longjmp(env, 1);
	}
	back(n - 1);
}

static void back(int n)
{
	jumps(n);
}

static int compare(const void *a, const void *)
{
	return walk(100, *(const int *)a < 0 ? SIGUSR1 : 0) < 0;
}

static void search()
{
	int one = 1;

	bsearch(&one, &one, 1, sizeof(int), compare);
	leaf();
}

static void *start(void *argument)
{
	for (int i = 0; i < 100; i++) {
		walk(1000, SIGUSR1);
		leaf();
	}
	return argument;
}

struct List {
	List *rest;

	virtual long sum(long n) { return rest ? rest->sum(n + 1) : n; }
	virtual ~List() {}
};

static void use(char *memory)
{
	sum = sum + memory[0];
}

static long block(int n, char *outer)
{
	char memory[100] = {};

	use(outer);
	memory[0] = n & 1;
	return n == 0 ? outer[0] : block(n - 1, memory);
}

static void all()
{
	List list[4] = {};
	char zero[1] = {};
	pthread_t thread;

	for (int i = 0; i < 3; i++)
		list[i].rest = &list[i + 1];
	for (int i = 0; i < 100; i++) {
		try {
			throws(100);
		} catch (int n) {
			leaf();
		}
		leaf();
		sum = sum + list[0].sum(0);
		leaf();
		sum = sum + block(10, zero);
		leaf();
		leaf();
	}
	for (volatile int i = 0; i < 100; i++) {
		if (!setjmp(env))
			jumps(50);
		else
			leaf();
	}
	search();
	for (int i = 0; i < 7; i++)
		leaf();
	pthread_create(&thread, nullptr, start, nullptr);
	pthread_join(thread, nullptr);
}

__attribute__((profile)) void work(int n)
{
	if (n == 0) {
		all();
		return;
	}
	work(n - 1);
}

int main()
{
	signal(SIGUSR1, handler);
	work(1000);
	work(1000);
	std::printf("%ld\n", sum);
	return 0;
}
