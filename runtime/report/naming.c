/* SPDX-License-Identifier: MIT */
/*
 * Chooses display names.
 *
 * All entries start with the short name.  In each round those whose name is
 * another's as well move on to their next form, all of a group at once, so
 * that neither of two equals keeps the plain name.  A number ends it.
 */
#include "report/naming.h"
#include "report/demangle.h"
#include "report/alloc.h"
#include "report/map.h"
#include "report/text.h"

#include <stdlib.h>
#include <string.h>

#define PATH_ROUNDS 8 /* folders tried before the number */

static char *copy_text(const char *text)
{
	struct mc_text copy = {0};

	mc_text_put(&copy, text, strlen(text));
	return copy.data;
}

static void replace_name(struct mc_naming *entry, char *name)
{
	free(entry->name);
	entry->name = name;
}

/* Marks the entries whose name is not unique; returns how many they are. */
static size_t find_equals(const struct mc_naming *entries, size_t count,
			  unsigned char *is_equal)
{
	struct mc_map_strings names = {0};
	uint32_t *first = mc_alloc_zeroed(count, sizeof(*first));
	size_t equals = 0;

	memset(is_equal, 0, count);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t before = names.count;
		uint32_t at = mc_map_intern(&names, entries[i].name);

		if (at == before)
			first[at] = i;
		else
			is_equal[i] = is_equal[first[at]] = 1;
	}
	for (size_t i = 0; i < count; i++)
		equals += is_equal[i];
	mc_map_free_strings(&names);
	free(first);
	return equals;
}

static void use_signature(struct mc_naming *entry)
{
	struct mc_text signature = {0};

	if (mc_demangle_symbol(entry->symbol, &signature))
		replace_name(entry, signature.data);
}

/* Returns the last `parts` components of a path. */
static const char *find_tail(const char *path, int parts)
{
	const char *tail = path + strlen(path);

	while (tail > path) {
		if (tail[-1] == '/' && --parts <= 0)
			break;
		tail--;
	}
	return tail;
}

/* Adds the file to the name. The short name is enough if the file tells
   functions apart; overloads of one file that are in another as well need the
   signature besides. */
static void use_file(struct mc_naming *entry, int parts)
{
	struct mc_text name = {0};

	if (!entry->file[0])
		return;
	if (!parts || !mc_demangle_symbol(entry->symbol, &name))
		mc_text_put(&name, entry->short_name,
			    strlen(entry->short_name));
	mc_text_print(&name, " [%s]", find_tail(entry->file, parts));
	replace_name(entry, name.data);
}

/* Numbers the equals in their order: f, f #2, f #3. */
static void use_numbers(struct mc_naming *entries, size_t count)
{
	struct mc_map_strings names = {0};
	unsigned char *is_new = mc_alloc_zeroed(count, 1);
	uint32_t *last = mc_alloc_zeroed(count * 2, sizeof(*last));

	for (size_t i = 0; i < count; i++) {
		uint32_t before = names.count;

		is_new[i] = mc_map_intern(&names, entries[i].name) == before;
	}
	for (size_t i = 0; i < count; i++) {
		struct mc_text name = {0};
		uint32_t base;

		if (is_new[i])
			continue;
		base = mc_map_intern(&names, entries[i].name);
		for (uint32_t before = names.count; before == names.count;) {
			if (!last[base])
				last[base] = 1;
			mc_text_clear(&name);
			mc_text_print(&name, "%s #%u", entries[i].name,
				      ++last[base]);
			mc_map_intern(&names, name.data);
		}
		replace_name(&entries[i], name.data);
	}
	mc_map_free_strings(&names);
	free(is_new);
	free(last);
}

void mc_naming_choose(struct mc_naming *entries, size_t count)
{
	unsigned char *is_equal = mc_alloc_zeroed(count, 1);

	for (size_t i = 0; i < count; i++) {
		const char *name = entries[i].short_name;

		if (!name[0])
			name = entries[i].symbol[0] ? entries[i].symbol
						    : "(unnamed)";
		entries[i].short_name = name;
		entries[i].name = copy_text(name);
	}
	if (find_equals(entries, count, is_equal))
		for (size_t i = 0; i < count; i++)
			if (is_equal[i])
				use_signature(&entries[i]);
	for (int parts = 0; parts <= PATH_ROUNDS; parts++) {
		if (!find_equals(entries, count, is_equal))
			break;
		for (size_t i = 0; i < count; i++)
			if (is_equal[i])
				use_file(&entries[i], parts);
	}
	if (find_equals(entries, count, is_equal))
		use_numbers(entries, count);
	free(is_equal);
}
