// SPDX-License-Identifier: MIT
// Exceptions that signal handlers throw, out of the instruction that has trapped.
// { mc-unsanitized any "it has handlers of its own" }
// { mc-options "-fnon-call-exceptions" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> load" calls=100 }
// { mc-edge "work -> divide" calls=100 }
// { mc-edge "load -> handler" calls=100 }
// { mc-edge "divide -> handler" calls=100 }
// { mc-edge "divide -> leaf" calls=100 }
// { mc-edge "handler -> leaf" calls=200 }
// { mc-edge "work -> leaf" calls=200 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
#include <csignal>
#include <cstdio>

static volatile int sum;

static void leaf()
{
	sum = sum + 1;
}

static void handler(int signal)
{
	leaf();
	throw signal;
}

static int load(volatile int *from)
{
	return *from;
}

static int divide(int a, int b)
{
	volatile int by = b;

	leaf();
#ifdef __x86_64__
	return a / by;
#else /* where that is no signal */
	return a + *(volatile int *)(by + 8L);
#endif
}

__attribute__((profile)) void work()
{
	for (int i = 0; i < 100; i++) {
		try {
			sum = sum + load(nullptr);
		} catch (int) {
			leaf();
		}
		try {
			sum = sum + divide(i, 0);
		} catch (int) {
			leaf();
		}
	}
}

int main()
{
	struct sigaction action = {};

	action.sa_handler = handler;
	action.sa_flags = SA_NODEFER;
	sigaction(SIGSEGV, &action, nullptr);
	sigaction(SIGFPE, &action, nullptr);
	work();
	std::printf("%d\n", sum);
	return 0;
}
