// SPDX-License-Identifier: MIT
// A thread that recorded code has started by a library that was built without the
// plugin, and loaded later.
// { mc-xfail "slots of modules are patched when a unit of the plugin's is loaded" }
// { mc-plain-library "start.c" }
// { mc-options "-pthread -Wl,--as-needed" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> body" kind=thread calls=1 }
// { mc-edge "body -> leaf" calls=10 }
// { mc-stdout "10" }
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

static volatile int sum;

static void leaf(void)
{
	sum++;
}

static void *body(void *unused)
{
	for (int i = 0; i < 10; i++)
		leaf();
	return unused;
}

__attribute__((profile)) void work(void)
{
	void *library = dlopen("libstart.so", RTLD_NOW);
	void (*start)(void *(*)(void *)) =
		(void (*)(void *(*)(void *)))dlsym(library, "start");

	start(body);
	dlclose(library);
}

int main(void)
{
	work();
	printf("%d\n", sum);
	return 0;
}
