/* SPDX-License-Identifier: MIT */
/*
 * Elides names.
 *
 * The ends of a C++ name say most: the namespace and the function.  What is
 * between angle brackets goes first, innermost contents and all, then what is
 * between parentheses, then scopes behind the first, then the middle.  Cuts are
 * made between characters of UTF-8, never within one.
 */
#include "report/shorten.h"
#include "report/alloc.h"
#include "utf8.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define ELLIPSIS "\xe2\x80\xa6" /* U+2026, one column, three bytes */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Returns the length of an operator's name at `at`, like `operator<<`; 0: there
   is none. */
static size_t match_operator(const char *name, const char *at)
{
	static const char word[] = "operator";
	size_t length = sizeof(word) - 1;

	if (strncmp(at, word, length) != 0 || (at > name && is_word(at[-1])) ||
	    is_word(at[length]))
		return 0;
	while (at[length] == ' ')
		length++;
	if (strncmp(at + length, "<=>", 3) == 0)
		return length + 3;
	/* operator<< <int>: the sign, then the arguments */
	if (at[length] == '<' || at[length] == '>')
		return length + 1 + (at[length + 1] == at[length]) +
		       (at[length + 1] == '=');
	if (strncmp(at + length, "->", 2) == 0)
		return length + 2;
	return length;
}

/* Finds for each bracket that opens where the text goes on behind the one that
   closes it; 0: it is not closed. All in one pass, as a name of a damaged file
   may be a million brackets. */
static size_t *find_closes(const char *name)
{
	size_t length = strlen(name), depth = 0, at = 0;
	size_t *close = mc_alloc_zeroed(length, sizeof(*close));
	size_t *open = mc_alloc_zeroed(length, sizeof(*open));

	while (at < length) {
		size_t skip = match_operator(name, name + at);

		if (skip) {
			at += skip;
			continue;
		}
		if (name[at] == '<')
			open[depth++] = at;
		if (name[at] == '>' && depth && name[at - 1] != '-')
			close[open[--depth]] = at + 1;
		at++;
	}
	free(open);
	return close;
}

/* Returns the bytes of the first `columns` characters. */
static size_t measure(const char *text, size_t columns)
{
	size_t bytes = 0, length;

	for (; columns && text[bytes]; columns--, bytes += length)
		mc_utf8_decode(text + bytes, &length);
	return bytes;
}

static void elide_middle(struct mc_text *out, const char *name, size_t columns)
{
	size_t width = mc_text_width(name), head = (columns - 1) / 2;
	size_t tail = columns - 1 - head;

	mc_text_put(out, name, measure(name, head));
	mc_text_put(out, ELLIPSIS, 3);
	name += measure(name, width - tail);
	mc_text_put(out, name, strlen(name));
}

/* Appends what is between brackets that end at `end`, in KEEP columns; 0: an
   ellipsis. */
static void put_arguments(struct mc_text *out, const char *at, const char *end,
			  size_t keep)
{
	struct mc_text inside = {0};

	mc_text_put(out, "<", 1);
	mc_text_put(&inside, at + 1, (size_t)(end - at) - 2);
	if (!keep)
		mc_text_put(out, ELLIPSIS, 3);
	else if (mc_text_width(mc_text_get(&inside)) <= keep)
		mc_text_put(out, mc_text_get(&inside), inside.length);
	else
		elide_middle(out, mc_text_get(&inside), keep);
	mc_text_put(out, ">", 1);
	mc_text_free(&inside);
}

static void elide_arguments(struct mc_text *out, const char *name, size_t keep)
{
	size_t *close = find_closes(name);
	const char *at = name, *sign_end = NULL;

	while (*at) {
		size_t skip = match_operator(name, at);

		if (skip) {
			mc_text_put(out, at, skip);
			at += skip;
			sign_end = at;
			continue;
		}
		/* `<lambda(int)>` and its like are a name of their own. */
		if (close[at - name] && at > name &&
		    (is_word(at[-1]) || at - 1 == sign_end)) {
			put_arguments(out, at, name + close[at - name], keep);
			at = name + close[at - name];
		} else {
			mc_text_put(out, at++, 1);
		}
	}
	free(close);
}

/* Elides what stands in parentheses: parameters of a lambda, and of the
   function that it is in. */
static void elide_parameters(struct mc_text *out, const char *name)
{
	int depth = 0;

	for (const char *at = name; *at; at++) {
		if (*at == ')' && --depth == 0 && at[-1] != '(')
			mc_text_put(out, ELLIPSIS, 3);
		if (depth <= 0)
			mc_text_put(out, at, 1);
		depth += *at == '(';
	}
}

/* Appends `name` with KEEP columns of each list of arguments, if it fits. */
static bool try_elided(struct mc_text *out, const char *name, size_t columns,
		       size_t keep, bool has_parameters)
{
	struct mc_text brief = {0}, briefer = {0};
	const struct mc_text *chosen = &brief;
	bool fits;

	elide_arguments(&brief, name, keep);
	if (!has_parameters) {
		elide_parameters(&briefer, mc_text_get(&brief));
		chosen = &briefer;
	}
	fits = mc_text_width(mc_text_get(chosen)) <= columns;
	if (fits)
		mc_text_put(out, mc_text_get(chosen), chosen->length);
	mc_text_free(&brief);
	mc_text_free(&briefer);
	return fits;
}

/* Returns where the name behind the next `::` outside of brackets begins, or
   NULL. */
static const char *next_scope(const char *name)
{
	int depth = 0;

	for (; *name && *name != '('; name++) {
		depth += *name == '<';
		depth -= *name == '>' && depth;
		if (!depth && name[0] == ':' && name[1] == ':')
			return name + 2;
	}
	return NULL;
}

/* Appends `outer::...::Class::method` if that fits: what stands last says most.
   False if it does not fit. */
static bool elide_scopes(struct mc_text *out, const char *name, size_t columns)
{
	const char *first = next_scope(name);
	const char *last = first ? next_scope(first) : NULL;
	struct mc_text brief = {0};

	for (; last && next_scope(last); last = next_scope(last)) {
		mc_text_clear(&brief);
		mc_text_put(&brief, name, (size_t)(first - name));
		mc_text_print(&brief, ELLIPSIS "::%s", last);
		if (mc_text_width(mc_text_get(&brief)) > columns)
			continue;
		mc_text_put(out, brief.data, brief.length);
		mc_text_free(&brief);
		return true;
	}
	mc_text_free(&brief);
	return false;
}

static void elide_all(struct mc_text *out, const char *name, size_t columns)
{
	struct mc_text brief = {0}, briefer = {0};

	elide_arguments(&brief, name, 0);
	elide_parameters(&briefer, mc_text_get(&brief));
	if (!elide_scopes(out, mc_text_get(&briefer), columns))
		elide_middle(out, mc_text_get(&briefer), columns);
	mc_text_free(&briefer);
	mc_text_free(&brief);
}

void mc_shorten_name(struct mc_text *out, const char *name, size_t columns)
{
	if (mc_text_width(name) <= columns)
		mc_text_put(out, name, strlen(name));
	else if (!try_elided(out, name, columns, 0, true) &&
		 !try_elided(out, name, columns, 0, false))
		elide_all(out, name, columns);
}

void mc_shorten_apart(struct mc_text *out, const char *name, size_t columns)
{
	static const size_t keep[] = {40, 32, 24, 16, 12, 8};

	for (int has_parameters = 1; has_parameters >= 0; has_parameters--)
		for (size_t i = 0; i < sizeof(keep) / sizeof(*keep); i++)
			if (try_elided(out, name, columns, keep[i],
				       has_parameters))
				return;
	mc_shorten_name(out, name, columns);
}

static bool is_middle(const char *text)
{
	return ((unsigned char)*text & 0xc0) == 0x80;
}

void mc_shorten_bytes(struct mc_text *out, const char *text, size_t bytes)
{
	size_t length = strlen(text), head, tail;

	if (length <= bytes) {
		mc_text_put(out, text, length);
		return;
	}
	head = (bytes - 3) / 2;
	tail = length - (bytes - 3 - head);
	while (head && is_middle(text + head))
		head--;
	while (tail < length && is_middle(text + tail))
		tail++;
	mc_text_put(out, text, head);
	mc_text_put(out, ELLIPSIS, 3);
	mc_text_put(out, text + tail, length - tail);
}

size_t mc_shorten_break(const char *name)
{
	size_t length = strlen(name), best = 0, least = length, depth = 0;

	for (size_t i = 2; i + 1 < length; i++) {
		size_t off = i > length / 2 ? i - length / 2 : length / 2 - i;
		bool is_scope = name[i - 1] == ':' && name[i - 2] == ':';

		depth += name[i - 1] == '<';
		depth -= name[i - 1] == '>' && depth;
		/* Breaks within arguments only if no other place is near. */
		off += depth ? length / 4 : 0;
		if ((is_scope || name[i] == '(' || name[i - 1] == ',') &&
		    off < least) {
			least = off;
			best = i;
		}
	}
	return best > length / 6 && best < length - length / 6 ? best : 0;
}
