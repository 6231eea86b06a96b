/* SPDX-License-Identifier: MIT */
/*
 * The demangler is libstdc++'s own.  Its header is C++, so the one function
 * is declared here by hand (Itanium C++ ABI, 3.4 "Demangler API").
 *
 * A signature can be exponentially longer than its symbol, since every
 * substitution may stand for twice what the one before it does.  It is asked
 * for only where it is shown, and not for symbols beyond what compilers emit.
 */
#include "report/demangle.h"

#include <stddef.h>
#include <string.h>

#define MAX_BYTES 8192 /* template-heavy code was seen to reach 4,000 */

char *__cxa_demangle(const char *symbol, char *buffer, size_t *length,
		     int *status);

char *mc_demangle_symbol(const char *symbol)
{
	int status;

	if (strncmp(symbol, "_Z", 2) != 0 || strlen(symbol) > MAX_BYTES)
		return NULL;
	return __cxa_demangle(symbol, NULL, NULL, &status);
}
