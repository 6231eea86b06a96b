// SPDX-License-Identifier: MIT
// Functions that a system header declares and the program defines are the
// program's.
// { mc-options "-fno-builtin" }
// { mc-node "work" calls=1 }
// { mc-edge "work -> bsearch" calls=1 }
// { mc-edge "work -> atoi" calls=2 }
// { mc-edge "bsearch -> leaf" calls=1 }
// { mc-edge "atoi -> leaf" calls=2 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-only-edges }
#include <stdio.h>
#include <stdlib.h>
#undef bsearch /* some headers have a macro of this name as well */

static long sum;

static void leaf(void)
{
	sum++;
}

void *bsearch(const void *key, const void *base, size_t count, size_t size,
	      int (*compare)(const void *, const void *))
{
	(void)base;
	(void)count;
	(void)size;
	(void)compare;
	leaf();
	return (void *)key;
}

int atoi(const char *text)
{
	leaf();
	return text[0] - '0';
}

__attribute__((profile)) int work(const char *text)
{
	text = bsearch(text, text, 1, 1, NULL);
	return atoi(text) + atoi(text + 1);
}

int main(void)
{
	printf("%d %ld\n", work("34"), sum);
	return 0;
}
