/* SPDX-License-Identifier: MIT */
/*
 * Numbers as people read them: `1.24 s`, `+64.0 MB`, `48,210`, `8.4 %`.
 *
 * Bytes are in powers of ten (1 MB = 1,000,000 bytes).  Each function fills
 * the caller's buffer, of which MC_NUMBER_SIZE holds every result, and returns
 * it.  Output is UTF-8; signs are U+2212 and U+00B5.
 */
#ifndef MC_NUMBER_H
#define MC_NUMBER_H

#include <stdint.h>

#define MC_NUMBER_SIZE 48

char *mc_number_time(char *text, int64_t ns);
char *mc_number_growth(char *text, int64_t bytes); /* `+64.0 MB` */
char *mc_number_bytes(char *text, int64_t bytes); /* `64.0 MB` */
char *mc_number_count(char *text, int64_t count);
char *mc_number_percent(char *text, double share); /* of 1 */

#endif
