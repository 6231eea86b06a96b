// SPDX-License-Identifier: MIT
// Bodies that are hard to copy: computed goto, labels in a static table,
// variable-length arrays, alloca, inline assembly.
// { mc-options "-std=gnu17" }
// { mc-node "work" calls=1 }
// { mc-node "interpret" calls=2 }
// { mc-node "step" calls=8 }
// { mc-node "vla" calls=3 }
// { mc-node "stack" calls=2 }
// { mc-node "assembly" calls=4 }
// { mc-edge "work -> interpret" calls=2 }
// { mc-edge "interpret -> step" calls=5 }
// { mc-edge "vla -> step" calls=3 }
// { mc-edge "work -> stack" calls=2 }
// { mc-edge "work -> vla" calls=3 }
// { mc-edge "work -> assembly" calls=4 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-nodes } { mc-only-edges }
#include <stdio.h>
#include <string.h>

static int step(int i)
{
	return i + 1;
}

int interpret(const char *code)
{
	static const void *const labels[] = {&&end, &&plus, &&times};
	int value = 1;

	goto *labels[(int)*code++];
plus:
	value = step(value);
	goto *labels[(int)*code++];
times:
	value *= 2;
	goto *labels[(int)*code++];
end:
	return value;
}

int vla(int n)
{
	char text[n + 1];

	memset(text, 'x', n);
	text[n] = '\0';
	return step((int)strlen(text));
}

int stack(int n)
{
	char *text = __builtin_alloca(n + 1);

	memset(text, 'y', n);
	text[n] = '\0';
	return (int)strlen(text);
}

int assembly(int n)
{
	__asm__ volatile("nop" : "+r"(n));
	return n;
}

__attribute__((profile)) int work(int n)
{
	static const char first[] = {1, 1, 2, 1, 0};
	static const char second[] = {1, 2, 1, 2, 0};
	int i, sum = interpret(first) + interpret(second);

	for (i = 0; i < 3; i++)
		sum += vla(n + i);
	sum += stack(n) + stack(n + 1);
	for (i = 0; i < 4; i++)
		sum += assembly(i);
	return sum;
}

int main(void)
{
	printf("%d\n", work(9));
	return 0;
}
