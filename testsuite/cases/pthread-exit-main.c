// SPDX-License-Identifier: MIT
// The main thread ends by pthread_exit in the extent, a thread of its goes on and
// ends the program: both are in the profile.
// { mc-unsanitized thread "it does not know that a main thread can be joined" }
// { mc-options "-pthread" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> start" kind=thread calls=1 }
// { mc-edge "work -> quit" calls=1 }
// { mc-edge "quit -> leaf" calls=1 }
// { mc-edge "start -> leaf" calls=500 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
// { mc-stdout "last" }
#include <pthread.h>
#include <stdio.h>

static pthread_t first;
static _Atomic int sum;

static void leaf(void)
{
	sum++;
}

static void *start(void *unused)
{
	pthread_join(first, NULL);
	for (int i = 0; i < 500; i++)
		leaf();
	puts(sum == 501 ? "last" : "too early");
	return unused;
}

static void quit(void)
{
	leaf();
	pthread_exit(NULL);
}

__attribute__((profile)) void work(void)
{
	pthread_t thread;

	first = pthread_self();
	pthread_create(&thread, NULL, start, NULL);
	quit();
}

int main(void)
{
	work();
	puts("never");
	return 3;
}
