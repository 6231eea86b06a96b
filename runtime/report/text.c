/* SPDX-License-Identifier: MIT */
/*
 * Growing strings and escaping.
 *
 * Names come from the profiled program's sources and may hold any byte but
 * NUL.  Each output has its own idea of what it bears; those ideas are here
 * and nowhere else.
 */
#include "report/text.h"
#include "report/error.h"

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
	text->data = mc_error_grow(text->data, text->capacity, 1);
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

int32_t mc_text_decode(const char *bytes, size_t *length)
{
	const unsigned char *b = (const unsigned char *)bytes;
	static const int32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t count = b[0] < 0x80   ? 1
		       : b[0] < 0xc2 ? 0
		       : b[0] < 0xe0 ? 2
		       : b[0] < 0xf0 ? 3
		       : b[0] < 0xf5 ? 4
				     : 0;
	int32_t code;

	*length = b[0] != 0;
	if (count <= 1)
		return count ? b[0] : -1;
	code = b[0] & (0x7f >> count);
	for (size_t i = 1; i < count; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return -1;
		code = code << 6 | (b[i] & 0x3f);
	}
	if (code < least[count] || code > 0x10ffff ||
	    (code >= 0xd800 && code < 0xe000))
		return -1;
	*length = count;
	return code;
}

size_t mc_text_width(const char *text)
{
	size_t width = 0, length;

	for (; *text; text += length, width++)
		mc_text_decode(text, &length);
	return width;
}

void mc_text_put_utf8(struct mc_text *text, const char *bytes)
{
	size_t length;

	for (; *bytes; bytes += length) {
		if (mc_text_decode(bytes, &length) < 0)
			mc_text_put(text, REPLACEMENT, 3);
		else
			mc_text_put(text, bytes, length);
	}
}

/* A character that both XML and a line of a label bear, or a stand-in. */
static const char *find_stand_in(int32_t code)
{
	if (code == '\n' || code == '\r' || code == '\t')
		return " ";
	if (code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xfffe ||
	    code == 0xffff)
		return REPLACEMENT;
	return NULL;
}

static void put_mapped(struct mc_text *text, const char *bytes,
		       const char *(*map)(int32_t code))
{
	size_t length;

	for (; *bytes; bytes += length) {
		int32_t code = mc_text_decode(bytes, &length);
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

void mc_text_put_c(struct mc_text *text, const char *bytes)
{
	for (; *bytes; bytes++) {
		unsigned char c = (unsigned char)*bytes;

		if (c == '"' || c == '\\')
			mc_text_print(text, "\\%c", c);
		else if (c == '\n')
			mc_text_put(text, "\\n", 2);
		else if (c == '\t')
			mc_text_put(text, "\\t", 2);
		else if (c < 0x20 || c == 0x7f)
			mc_text_print(text, "\\x%02x", c);
		else
			mc_text_put(text, bytes, 1);
	}
}

static const char *map_ascii(int32_t code)
{
	switch (code) {
	case 0xb5:
		return "u"; /* µs */
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
	}
	return NULL;
}

void mc_text_put_ascii(struct mc_text *text, const char *bytes)
{
	put_mapped(text, bytes, map_ascii);
}
