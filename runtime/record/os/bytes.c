/* SPDX-License-Identifier: MIT */
/*
 * The recorder's own string functions.  They are hidden in its library: the
 * program may define functions of these names, have them recorded, and count on
 * who calls them.  Any thread, any signal; nothing here is on the hot path.
 *
 * The compiler would make a call of memcpy of a loop that copies, even within
 * memcpy.  The pragma below forbids that.
 */
#include <stddef.h>
#include <string.h>

/* The C library may have macros of these names, which keep const. */
#undef memchr
#undef strchr
#undef strrchr
#undef strstr

/* A sanitizer has functions of its own, which check their arguments. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

#pragma GCC optimize("no-tree-loop-distribute-patterns")

void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
	char *t = to;
	const char *f = from;

	while (n--)
		*t++ = *f++;
	return to;
}

void *memmove(void *to, const void *from, size_t n)
{
	char *t = to;
	const char *f = from;

	if (t <= f)
		return memcpy(to, from, n);
	while (n--)
		t[n] = f[n];
	return to;
}

void *memset(void *at, int byte, size_t n)
{
	char *t = at;

	while (n--)
		*t++ = (char)byte;
	return at;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	for (; n && *x == *y; n--)
		x++, y++;
	return n ? *x - *y : 0;
}

void *memchr(const void *at, int byte, size_t n)
{
	const unsigned char *t = at;

	for (; n; n--, t++)
		if (*t == (unsigned char)byte)
			return (void *)t;
	return NULL;
}

size_t strlen(const char *text)
{
	size_t n = 0;

	while (text[n])
		n++;
	return n;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n && *a && *a == *b; n--)
		a++, b++;
	return n ? (unsigned char)*a - (unsigned char)*b : 0;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, (size_t)-1);
}

char *strchr(const char *text, int letter)
{
	return memchr(text, letter, strlen(text) + 1);
}

char *strrchr(const char *text, int letter)
{
	size_t n = strlen(text) + 1;

	while (n--)
		if (text[n] == (char)letter)
			return (char *)&text[n];
	return NULL;
}

size_t strcspn(const char *text, const char *stops)
{
	size_t n = 0;

	while (text[n] && !strchr(stops, text[n]))
		n++;
	return n;
}

char *strstr(const char *text, const char *part)
{
	size_t n = strlen(part);

	for (; *text; text++)
		if (!strncmp(text, part, n))
			return (char *)text;
	return n ? NULL : (char *)text;
}

#endif
