/* SPDX-License-Identifier: MIT */
/*
 * Sets attributes.  See sheet.h.
 *
 * In a quoted string DOT knows one escape, \", so that a backslash before a
 * quote or at the end cannot be written as such; it is doubled there.
 */
#include "report/sheet.h"
#include "report/graphviz-compat.h"
#include "report/shorten.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

/* The most bytes of a value: dot's scanner has a buffer of 16384 bytes for a
   token, and escapes take some of it. */
#define MOST_BYTES 8000

static Agsym_t *find_symbol(struct mc_sheet *s, void *object, const char *name)
{
	size_t slot = ((uintptr_t)name * 0x9e3779b97f4a7c15u) >> 32;
	struct mc_sheet_known *k = s->known[AGTYPE(object)];

	for (slot %= MC_SHEET_SLOTS; k[slot].name;
	     slot = (slot + 1) % MC_SHEET_SLOTS)
		if (k[slot].name == name)
			return k[slot].symbol;
	k[slot].name = name;
	k[slot].symbol = agattr(s->graph, AGTYPE(object), (char *)name, NULL);
	if (!k[slot].symbol)
		k[slot].symbol = agattr(s->graph, AGTYPE(object), (char *)name,
					(char *)"");
	return k[slot].symbol;
}

void mc_sheet_set(struct mc_sheet *s, void *object, const char *name,
		  const char *value)
{
	agxset(object, find_symbol(s, object, name), (char *)value);
}

void mc_sheet_set_html(const struct mc_sheet *s, void *object, const char *name,
		       const struct mc_text *html)
{
	char *value = agstrdup_html(s->graph, (char *)mc_text_get(html));

	agsafeset(object, (char *)name, value, "");
	mc_graphviz_free_html(s->graph, value);
}

void mc_sheet_set_number(struct mc_sheet *s, void *object, const char *name,
			 int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, value);
	mc_sheet_set(s, object, name, text);
}

const char *mc_sheet_make_readable(struct mc_sheet *s, const char *value)
{
	struct mc_text clean = {0}, brief = {0};
	size_t backslashes = 0;

	mc_text_put_xml(&clean, value);
	mc_shorten_bytes(&brief, mc_text_get(&clean), MOST_BYTES);
	mc_text_clear(&s->text);
	for (const char *at = mc_text_get(&brief);; at++) {
		if (backslashes % 2 && (*at == '"' || *at == '\n' || !*at))
			mc_text_put(&s->text, "\\", 1);
		if (!*at)
			break;
		backslashes = *at == '\\' ? backslashes + 1 : 0;
		mc_text_put(&s->text, at, 1);
	}
	mc_text_free(&clean);
	mc_text_free(&brief);
	return mc_text_get(&s->text);
}

void mc_sheet_set_text(struct mc_sheet *s, void *object, const char *name,
		       const char *value)
{
	if (value[0])
		mc_sheet_set(s, object, name, mc_sheet_make_readable(s, value));
}

void mc_sheet_close(struct mc_sheet *s)
{
	mc_text_free(&s->text);
}
