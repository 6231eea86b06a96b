// SPDX-License-Identifier: MIT
// Generators on stacks of their own, changed to by assembly: in a function of a
// system header, as Boost.Context does it; in one that has
// no_instrument_function; in one that is naked; and within a function of the
// program.  Who calls is who runs on that stack.
// { mc-machine x86_64 "it has assembly" }
// { mc-plain "switch.c" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> consume_header" calls=1 }
// { mc-edge "work -> consume_plain" calls=1 }
// { mc-edge "work -> consume_naked" calls=1 }
// { mc-edge "work -> consume_inline" calls=1 }
// { mc-edge "work -> gen_header" calls=1 }
// { mc-edge "work -> gen_plain" calls=1 }
// { mc-edge "work -> gen_naked" calls=1 }
// { mc-edge "work -> gen_inline" calls=1 }
// { mc-edge "consume_header -> burn" calls=1000 }
// { mc-edge "consume_plain -> burn" calls=1000 }
// { mc-edge "consume_naked -> burn" calls=1000 }
// { mc-edge "consume_inline -> burn" calls=1000 }
// { mc-edge "gen_header -> make" calls=1000 }
// { mc-edge "gen_plain -> make" calls=1000 }
// { mc-edge "gen_naked -> make" calls=1000 }
// { mc-edge "gen_inline -> make" calls=1000 }
// { mc-only-edges }
// { mc-check "profile lost = 0" }
// { mc-stdout "4000 4000" }
#include "stacks-by-assembly.d/switch.h"

#include <stdio.h>

static char stacks[4][64 * 1024];
static struct coroutine header, plain, naked, inlined;
static volatile int made, burnt;

static void make(void)
{
	made++;
}

static void burn(void)
{
	burnt++;
}

__attribute__((no_instrument_function, noinline)) static void pass_plain(
	struct coroutine *c)
{
	change_stacks(&c->here, c->here, c);
}

__attribute__((naked, noinline)) static void pass_naked(struct coroutine *c)
{
	(void)c;
	__asm__("movq (%rdi), %rsi\n\tjmp change_stacks");
}

/* Beyond the red zone. */
#define PASS_INLINE(c) \
	do { \
		void **save = &(c)->here; \
		void *to = *save; \
\
		__asm__ volatile("leaq -128(%%rsp), %%rsp\n\t" \
				 "call change_stacks\n\t" \
				 "leaq 128(%%rsp), %%rsp" \
				 : "+D"(save), "+S"(to) \
				 : \
				 : "rax", "rcx", "rdx", "r8", "r9", "r10", \
				   "r11", "cc", "memory"); \
	} while (0)

#define GENERATOR(way, pass) \
	static void gen_##way(struct coroutine *c) \
	{ \
		for (int i = 0; i < 1000; i++) { \
			make(); \
			pass(c); \
		} \
	} \
	static void consume_##way(struct coroutine *c) \
	{ \
		for (int i = 0; i < 1000; i++) { \
			pass(c); \
			burn(); \
		} \
	}

GENERATOR(header, pass)
GENERATOR(plain, pass_plain)
GENERATOR(naked, pass_naked)
GENERATOR(inline, PASS_INLINE)

__attribute__((profile)) void work(void)
{
	start_body(&header, stacks[0], sizeof(stacks[0]), gen_header);
	start_body(&plain, stacks[1], sizeof(stacks[1]), gen_plain);
	start_body(&naked, stacks[2], sizeof(stacks[2]), gen_naked);
	start_body(&inlined, stacks[3], sizeof(stacks[3]), gen_inline);
	consume_header(&header);
	consume_plain(&plain);
	consume_naked(&naked);
	consume_inline(&inlined);
}

int main(void)
{
	work();
	printf("%d %d\n", made, burnt);
	return 0;
}
