/* SPDX-License-Identifier: MIT */
/*
 * A string under construction, and the ways text is made safe for an output:
 * valid UTF-8, entities for HTML-like labels, escapes for DOT and for C.
 *
 * A zeroed structure is an empty text; mc_text_free when done.
 */
#ifndef MC_TEXT_H
#define MC_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct mc_text {
	char *data; /* ended by a NUL, or NULL while empty */
	size_t length;
	size_t capacity;
};

void mc_text_print(struct mc_text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void mc_text_put(struct mc_text *text, const char *bytes, size_t count);
void mc_text_clear(struct mc_text *text); /* empty again, memory kept */
/* Keeps the first `length` bytes, of at least as many. */
void mc_text_cut(struct mc_text *text, size_t length);
void mc_text_free(struct mc_text *text);
const char *mc_text_get(const struct mc_text *text); /* never NULL */

/* One character of UTF-8: its code point, or -1 if the bytes are not one.
   Sets *length to the bytes to go on by, 1 at least unless at the end. */
int32_t mc_text_decode(const char *bytes, size_t *length);

/* Columns that the text takes, a character each. */
size_t mc_text_width(const char *text);

/* As UTF-8, with U+FFFD for what is not. */
void mc_text_put_utf8(struct mc_text *text, const char *bytes);
/* The same, fit for XML: &, <, >, " as entities, control characters as
   U+FFFD, line ends as spaces. */
void mc_text_put_html(struct mc_text *text, const char *bytes);
/* For a DOT escString (label, tooltip): backslashes doubled, control
   characters as U+FFFD, line ends as spaces. */
void mc_text_put_dot(struct mc_text *text, const char *bytes);
/* A path as part of a URL: all but letters, digits and /-._~ as %XX (RFC 3986);
   so no scheme begins it. */
void mc_text_put_url(struct mc_text *text, const char *bytes);
/* For a quoted C string: \" \\ \n \t, other control bytes as \xHH. */
void mc_text_put_c(struct mc_text *text, const char *bytes);
/* For a terminal: control characters as U+FFFD, line ends as spaces. */
void mc_text_put_plain(struct mc_text *text, const char *bytes);
/* ASCII look-alikes of the few signs the report uses; others as they are. */
void mc_text_put_ascii(struct mc_text *text, const char *bytes);

#endif
