// SPDX-License-Identifier: MIT
// The program has string functions of its own, recorded as any other, and
// nobody calls them but the program: it counts.
// { mc-unsanitized any "a sanitizer calls the program's string functions" }
// { mc-options "-fno-builtin" }
// { mc-node "memcpy" calls=10 }
// { mc-node "strlen" calls=10 }
// { mc-edge "work -> memcpy" calls=10 }
// { mc-check "profile lost = 0" }
#include <stddef.h>
#include <stdio.h>

static volatile int copies, lengths;

void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
	copies = copies + 1;
	for (size_t i = 0; i < n; i++)
		((volatile char *)to)[i] = ((const char *)from)[i];
	return to;
}

size_t strlen(const char *text)
{
	size_t n = 0;

	lengths = lengths + 1;
	while (((const volatile char *)text)[n])
		n++;
	return n;
}

__attribute__((profile)) int work(const char *text)
{
	char copy[64];
	int sum = 0;

	for (int i = 0; i < 10; i++) {
		memcpy(copy, text, 6);
		sum += (int)strlen(copy);
	}
	return sum;
}

int main(void)
{
	int sum = work("hello");

	printf("%d %d %d\n", sum, copies, lengths);
	return 0;
}
