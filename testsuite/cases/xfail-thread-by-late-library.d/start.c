// SPDX-License-Identifier: MIT
#include <pthread.h>

void start(void *(*body)(void *));

void start(void *(*body)(void *))
{
	pthread_t thread;

	pthread_create(&thread, NULL, body, NULL);
	pthread_join(thread, NULL);
}
