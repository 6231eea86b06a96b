/* SPDX-License-Identifier: MIT */
/*
 * Growing strings and escaping.
 *
 * Names come from the profiled program's sources and may hold any byte but
 * NUL.  Each output has its own idea of what it bears; those ideas are here
 * and nowhere else.
 */
#include "report/text.h"
#include "report/alloc.h"
#include "utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHORT_PRINT 256 /* most fit, and are printed once */
#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

static void reserve(struct mc_text *text, size_t more)
{
	size_t needed = text->length + more + 1;

	if (needed <= text->capacity)
		return;
	text->capacity = needed * 2;
	text->data = mc_alloc_grow(text->data, text->capacity, 1);
}

void mc_text_put(struct mc_text *text, const char *bytes, size_t count)
{
	reserve(text, count);
	memcpy(text->data + text->length, bytes, count);
	text->length += count;
	text->data[text->length] = 0;
}

void mc_text_print(struct mc_text *text, const char *format, ...)
{
	va_list args;
	int count;

	reserve(text, SHORT_PRINT);
	va_start(args, format);
	count = vsnprintf(text->data + text->length, SHORT_PRINT, format, args);
	va_end(args);
	if (count >= SHORT_PRINT) {
		reserve(text, (size_t)count);
		va_start(args, format);
		vsnprintf(text->data + text->length, (size_t)count + 1, format,
			  args);
		va_end(args);
	}
	text->length += count > 0 ? (size_t)count : 0;
}

void mc_text_cut(struct mc_text *text, size_t length)
{
	text->length = length;
	if (text->data)
		text->data[length] = 0;
}

void mc_text_clear(struct mc_text *text)
{
	mc_text_cut(text, 0);
}

void mc_text_free(struct mc_text *text)
{
	free(text->data);
	memset(text, 0, sizeof(*text));
}

const char *mc_text_get(const struct mc_text *text)
{
	return text->data ? text->data : "";
}

size_t mc_text_width(const char *text)
{
	size_t width = 0, length;

	for (; *text; text += length, width++)
		mc_utf8_decode(text, &length);
	return width;
}

void mc_text_put_utf8(struct mc_text *text, const char *bytes)
{
	size_t length;

	for (; *bytes; bytes += length) {
		if (mc_utf8_decode(bytes, &length) < 0)
			mc_text_put(text, REPLACEMENT, 3);
		else
			mc_text_put(text, bytes, length);
	}
}

void mc_text_put_xml(struct mc_text *text, const char *bytes)
{
	size_t length;

	for (; *bytes; bytes += length) {
		int32_t code = mc_utf8_decode(bytes, &length);

		if (code < 0x20 && code != '\t' && code != '\n' && code != '\r')
			mc_text_put(text, REPLACEMENT, 3);
		else if (code == 0xfffe || code == 0xffff)
			mc_text_put(text, REPLACEMENT, 3);
		else
			mc_text_put(text, bytes, length);
	}
}

/* Returns a stand-in for a character that XML, or a line of a label, cannot
   have; else NULL. */
static const char *find_stand_in(int32_t code)
{
	if (code == '\n' || code == '\r' || code == '\t')
		return " ";
	return mc_utf8_is_hidden(code) ? REPLACEMENT : NULL;
}

static void put_mapped(struct mc_text *text, const char *bytes,
		       const char *(*map)(int32_t code))
{
	size_t length;

	for (; *bytes; bytes += length) {
		int32_t code = mc_utf8_decode(bytes, &length);
		const char *other = map(code);

		if (!other)
			other = find_stand_in(code);
		if (other)
			mc_text_put(text, other, strlen(other));
		else
			mc_text_put(text, bytes, length);
	}
}

static const char *map_nothing(int32_t code)
{
	(void)code;
	return NULL;
}

void mc_text_put_plain(struct mc_text *text, const char *bytes)
{
	put_mapped(text, bytes, map_nothing);
}

static const char *map_html(int32_t code)
{
	switch (code) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	}
	return NULL;
}

void mc_text_put_html(struct mc_text *text, const char *bytes)
{
	put_mapped(text, bytes, map_html);
}

static const char *map_dot(int32_t code)
{
	return code == '\\' ? "\\\\" : NULL;
}

void mc_text_put_dot(struct mc_text *text, const char *bytes)
{
	put_mapped(text, bytes, map_dot);
}

void mc_text_put_url(struct mc_text *text, const char *bytes)
{
	for (; *bytes; bytes++) {
		unsigned char c = (unsigned char)*bytes;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("/-._~", c))
			mc_text_put(text, bytes, 1);
		else
			mc_text_print(text, "%%%02X", c);
	}
}

static void put_bytes(struct mc_text *text, const char *bytes, size_t count)
{
	char escape[5];

	for (size_t i = 0; i < count; i++) {
		mc_utf8_escape(escape, bytes[i]);
		mc_text_put(text, escape, 4);
	}
}

/* Appends characters that nobody sees as their bytes, the others as they are,
   or as MAP has them. */
static void put_seen(struct mc_text *text, const char *bytes,
		     const char *(*map)(int32_t code))
{
	size_t length;

	for (; *bytes; bytes += length) {
		int32_t code = mc_utf8_decode(bytes, &length);
		const char *other = map(code);

		if (other)
			mc_text_put(text, other, strlen(other));
		else if (mc_utf8_is_hidden(code))
			put_bytes(text, bytes, length);
		else
			mc_text_put(text, bytes, length);
	}
}

static const char *map_line(int32_t code)
{
	return code == '\n' ? "\\n" : code == '\t' ? "\\t" : NULL;
}

void mc_text_put_seen(struct mc_text *text, const char *bytes)
{
	put_seen(text, bytes, map_line);
}

static const char *map_c(int32_t code)
{
	return code == '"' ? "\\\"" : code == '\\' ? "\\\\" : map_line(code);
}

void mc_text_put_c(struct mc_text *text, const char *bytes)
{
	put_seen(text, bytes, map_c);
}

static const char *map_ascii(int32_t code)
{
	switch (code) {
	case 0xb5:
		return "u"; /* µs */
	case 0xb1:
		return "+-";
	case 0x2212:
		return "-";
	case 0x2026:
		return "...";
	case 0x25b2:
		return "^";
	case 0xb7:
		return ",";
	case 0xd7:
		return "x";
	case 0x2265:
		return ">=";
	}
	return map_line(code);
}

void mc_text_put_ascii(struct mc_text *text, const char *bytes)
{
	put_seen(text, bytes, map_ascii);
}
