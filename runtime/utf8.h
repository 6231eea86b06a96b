/* SPDX-License-Identifier: MIT */
/*
 * Characters of UTF-8, and which of them must not reach a terminal as they are.
 *
 * Names come from other people's sources and files.  What moves the cursor,
 * turns the direction of text or is not seen at all makes a reader see
 * something else than what is there, or the terminal do something: control
 * characters (C0, DEL, C1), the separators of lines, and what Unicode calls
 * format characters or default-ignorable.  All output of text, the recorder's
 * as well, writes the bytes of these as \xHH.
 *
 * Any thread, any signal.
 */
#ifndef MC_UTF8_H
#define MC_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Reads the character at BYTES.  Returns its code point, or -1 if it is no
   valid one.  Sets *length to how many bytes further on the next one is: 0 at
   the end, else 1 at least. */
static inline int32_t mc_utf8_decode(const char *bytes, size_t *length)
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

/* True if the character (or -1, which is none) is to be written as \xHH.  These
   are the categories Cc, Cf, Zl and Zp and Default_Ignorable_Code_Point of
   Unicode 15, and the two that XML and many programs take for no characters. */
static inline int mc_utf8_is_hidden(int32_t code)
{
	static const struct {
		int32_t first;
		int32_t last;
	} hidden[] = {
		{-1, 0x1f},	    {0x7f, 0x9f},	{0xad, 0xad},
		{0x34f, 0x34f},	    {0x600, 0x605},	{0x61c, 0x61c},
		{0x6dd, 0x6dd},	    {0x70f, 0x70f},	{0x890, 0x891},
		{0x8e2, 0x8e2},	    {0x115f, 0x1160},	{0x17b4, 0x17b5},
		{0x180b, 0x180f},   {0x200b, 0x200f},	{0x2028, 0x202e},
		{0x2060, 0x206f},   {0x3164, 0x3164},	{0xfe00, 0xfe0f},
		{0xfeff, 0xfeff},   {0xffa0, 0xffa0},	{0xfff0, 0xfffb},
		{0xfffe, 0xffff},   {0x110bd, 0x110bd}, {0x110cd, 0x110cd},
		{0x13430, 0x1343f}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a},
		{0xe0000, 0xe0fff},
	};

	for (size_t i = 0; i < sizeof(hidden) / sizeof(*hidden); i++)
		if (code <= hidden[i].last)
			return code >= hidden[i].first;
	return 0;
}

/* Writes the four characters that stand for a byte, and a NUL. */
static inline void mc_utf8_escape(char text[5], char byte)
{
	static const char digits[] = "0123456789abcdef";

	text[0] = '\\';
	text[1] = 'x';
	text[2] = digits[(unsigned char)byte >> 4];
	text[3] = digits[byte & 15];
	text[4] = 0;
}

#endif
