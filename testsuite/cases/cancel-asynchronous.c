// SPDX-License-Identifier: MIT
// Threads that are cancelled wherever they are, the hooks included: the others go
// on.
// { mc-unsanitized any "it does not know threads that end like that" }
// { mc-options "-pthread" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> start" kind=thread calls=500 }
// { mc-edge "work -> leaf" calls=500 }
// { mc-node "start" depth=1 }
// { mc-stdout "500 cancelled" }
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static volatile long sum;

static void leaf(void)
{
	sum = sum + 1;
}

static void odd(void)
{
	leaf();
}

static void deep(int n, unsigned way)
{
	if (way & 1)
		odd();
	else
		leaf();
	if (n)
		deep(n - 1, way >> 1);
	sum = sum + n;
}

static void *start(void *argument)
{
	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
	for (unsigned i = 0;; i++)
		deep(4, i);
	return argument;
}

__attribute__((profile)) int work(void)
{
	int cancelled = 0;

	for (int i = 0; i < 500; i++) {
		pthread_t thread;
		void *result = NULL;

		pthread_create(&thread, NULL, start, NULL);
		usleep(i % 50 * 20);
		pthread_cancel(thread);
		pthread_join(thread, &result);
		cancelled += result == PTHREAD_CANCELED;
		leaf();
	}
	return cancelled;
}

int main(void)
{
	printf("%d cancelled\n", work());
	return 0;
}
