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
/* Keeps the first `length` bytes. There are at least as many. */
void mc_text_cut(struct mc_text *text, size_t length);
void mc_text_free(struct mc_text *text);
const char *mc_text_get(const struct mc_text *text); /* never NULL */

/* Returns how many columns the text takes, a character each. */
size_t mc_text_width(const char *text);

/* Appends bytes as UTF-8, with U+FFFD for what is not. */
void mc_text_put_utf8(struct mc_text *text, const char *bytes);
/* The same, also for what XML 1.0 has no way to write (2.2 Characters). */
void mc_text_put_xml(struct mc_text *text, const char *bytes);
/* The same, for a label: &, <, >, " as entities, what nobody sees (utf8.h) as
   U+FFFD, line ends as spaces. */
void mc_text_put_html(struct mc_text *text, const char *bytes);
/* For a DOT escString (label, tooltip): backslashes doubled, what nobody sees
   as U+FFFD, line ends as spaces. */
void mc_text_put_dot(struct mc_text *text, const char *bytes);
/* A path as part of a URL: all but letters, digits and /-._~ as %XX (RFC 3986);
   so no scheme begins it. */
void mc_text_put_url(struct mc_text *text, const char *bytes);
/* For a line of a file in which nothing can be escaped: what nobody sees as
   U+FFFD, line ends as spaces. */
void mc_text_put_plain(struct mc_text *text, const char *bytes);

/* For a terminal, and whatever may be shown on one: \n \t, and the bytes of
   what else nobody sees (utf8.h) as \xHH.  To do it twice changes nothing more.
 */
void mc_text_put_seen(struct mc_text *text, const char *bytes);
/* The same for a quoted C string: also \" and \\. */
void mc_text_put_c(struct mc_text *text, const char *bytes);
/* The same as mc_text_put_seen, with ASCII look-alikes of the few signs that
   the report uses; other characters as they are. */
void mc_text_put_ascii(struct mc_text *text, const char *bytes);

#endif
