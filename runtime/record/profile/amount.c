/* SPDX-License-Identifier: MIT */
/*
 * Reads numbers.  See amount.h.
 */
#include "amount.h"

#include <string.h>

int mc_amount_read(const char *text, size_t length, uint64_t *number)
{
	uint64_t read = 0;

	for (size_t i = 0; i < length; i++)
		if (text[i] < '0' || text[i] > '9' ||
		    __builtin_mul_overflow(read, 10, &read) ||
		    __builtin_add_overflow(read, text[i] - '0', &read))
			return -1;
	if (!length)
		return -1;
	*number = read;
	return 0;
}

int mc_amount_read_bytes(const char *text, size_t length, uint64_t *bytes)
{
	static const char units[] = "KMG";
	const char *unit = length ? memchr(units, text[length - 1], 3) : NULL;
	unsigned shift = unit ? 10 * (unsigned)(unit - units + 1) : 0;
	uint64_t number;

	if (mc_amount_read(text, length - (unit != NULL), &number) ||
	    number > UINT64_MAX >> shift)
		return -1;
	*bytes = number << shift;
	return 0;
}
