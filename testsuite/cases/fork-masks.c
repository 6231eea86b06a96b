// SPDX-License-Identifier: MIT
// Threads that fork at once keep their own signal masks, errno and cancellation,
// in the parent and in the children.
// { mc-options "-pthread" }
// { mc-edge "work -> start" kind=thread calls=4 }
// { mc-edge "start -> leaf" calls=400 }
// { mc-only-edges } { mc-edge "(root) -> work" calls=1 }
// { mc-check "profile lost = 0" }
// { mc-stdout "400 forks, 0 wrong" }
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static _Atomic int forks, wrong;

static void leaf(void)
{
	forks++;
}

/* The four threads block different signals, and one cannot be cancelled. */
__attribute__((no_instrument_function)) static int is_kept(int number)
{
	sigset_t now;
	int state = -1;

	if (errno != number)
		return 0;
	sigprocmask(SIG_SETMASK, NULL, &now);
	for (int i = 0; i < 4; i++)
		if (sigismember(&now, SIGRTMIN + i) != (i == number))
			return 0;
	pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state);
	pthread_setcancelstate(state, NULL);
	return (state == PTHREAD_CANCEL_DISABLE) == (number == 3);
}

static void *start(void *argument)
{
	int number = *(int *)argument, status;
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN + number);
	pthread_sigmask(SIG_SETMASK, &set, NULL);
	if (number == 3)
		pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
	for (int i = 0; i < 100; i++) {
		pid_t child;

		errno = number;
		child = fork();
		if (!child)
			_exit(!is_kept(number));
		wrong += !is_kept(number);
		waitpid(child, &status, 0);
		wrong += status != 0;
		leaf();
	}
	return NULL;
}

__attribute__((profile)) void work(void)
{
	static int numbers[4] = {0, 1, 2, 3};
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, start, &numbers[i]);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
}

int main(void)
{
	work();
	printf("%d forks, %d wrong\n", forks, wrong);
	return 0;
}
