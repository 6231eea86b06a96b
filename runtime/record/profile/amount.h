/* SPDX-License-Identifier: MIT */
/* Numbers in MEMCALL_OPTIONS.  Any thread, any signal. */
#ifndef MC_AMOUNT_H
#define MC_AMOUNT_H

#include <stddef.h>
#include <stdint.h>

/* Reads a number of LENGTH characters.  Returns 0, or -1 if it is none or too
   large. */
int mc_amount_read(const char *text, size_t length, uint64_t *number);

/* The same with an optional K, M or G, of 1024, behind it. */
int mc_amount_read_bytes(const char *text, size_t length, uint64_t *bytes);

#endif
