// SPDX-License-Identifier: MIT
#include <ucontext.h>

void begin(void (*body)(void));
void resume(void);
void yield(void);

static ucontext_t here, there;
static char stack[256 * 1024];

void begin(void (*body)(void))
{
	getcontext(&there);
	there.uc_stack.ss_sp = stack;
	there.uc_stack.ss_size = sizeof(stack);
	there.uc_link = &here;
	makecontext(&there, body, 0);
}

void resume(void)
{
	swapcontext(&here, &there);
}

void yield(void)
{
	swapcontext(&there, &here);
}
