// An executable with fixed addresses that takes the address of pthread_create
// has a stub of that name.  The thread is followed all the same.
// { mc-options "-no-pie -fno-pie -pthread" }
// { mc-edge "work -> run" kind=thread calls=2 }
// { mc-edge "run -> leaf" calls=2 }
#include <pthread.h>

static int (*volatile create)(pthread_t *, const pthread_attr_t *,
			      void *(*)(void *), void *);

static void *leaf(void *argument)
{
	return argument;
}

static void *run(void *argument)
{
	return leaf(argument);
}

__attribute__((profile)) void work(void)
{
	pthread_t thread;

	create = pthread_create;
	create(&thread, NULL, run, NULL);
	pthread_join(thread, NULL);
	pthread_create(&thread, NULL, run, NULL);
	pthread_join(thread, NULL);
}

int main(void)
{
	work();
	return 0;
}
