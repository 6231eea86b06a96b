/* SPDX-License-Identifier: MIT */
/*
 * Reads MEMCALL_OPTIONS.  The table is in options.h.
 */
#include "options.h"
#include "../os/log.h"
#include "../../format.h"

#include <string.h>

struct mc_options mc_options = {
#define MC_OPTION(key, type, preset, values, help) .key = (preset),
	MC_OPTIONS(MC_OPTION)
#undef MC_OPTION
};

/* A part of the text that was given. */
struct span {
	const char *at;
	size_t length;
};

static int span_is(struct span span, const char *word)
{
	return span.length == strlen(word) &&
	       !memcmp(span.at, word, span.length);
}

/* The number of the word among WORDS (ended by NULL) that SPAN is, or -1. */
static int find_word(struct span span, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (span_is(span, words[i]))
			return i;
	return -1;
}

static int parse_word(struct span span, uint64_t *value,
		      const char *const *words)
{
	int i = find_word(span, words);

	if (i < 0)
		return -1;
	*value = (uint64_t)i;
	return 0;
}

static int parse_time(struct span span, uint64_t *value)
{
	static const char *const words[] = {[MC_TIME_AUTO] = "auto",
					    [MC_TIME_ALL] = "all",
					    [MC_TIME_OFF] = "off",
					    NULL};

	return parse_word(span, value, words);
}

static int parse_mem(struct span span, uint64_t *value)
{
	static const char *const words[] = {[MC_MEM_OFF] = "off",
					    [MC_MEM_RSS] = "rss",
					    [MC_MEM_FULL] = "full",
					    NULL};

	return parse_word(span, value, words);
}

static int parse_peak(struct span span, uint64_t *value)
{
	static const char *const words[] = {"faults", "reset", NULL};

	return parse_word(span, value, words);
}

static int parse_on_off(struct span span, uint64_t *value)
{
	static const char *const words[] = {"off", "on", NULL};

	return parse_word(span, value, words);
}

/* ring+brk, or none */
static int parse_parts(struct span span, uint64_t *value)
{
	static const char *const words[] = {"ring", "brk", "calls", "rollup",
					    NULL};
	static const enum mc_gate_part parts[] = {
		MC_GATE_RING, MC_GATE_BRK, MC_GATE_CALLS, MC_GATE_ROLLUP};
	uint64_t sum = 0;

	while (span.length && !span_is(span, "none")) {
		const char *plus = memchr(span.at, '+', span.length);
		size_t length = plus ? (size_t)(plus - span.at) : span.length;
		int i = find_word((struct span){span.at, length}, words);

		if (i < 0)
			return -1;
		sum |= parts[i];
		length += plus != NULL;
		span.at += length;
		span.length -= length;
	}
	*value = sum;
	return 0;
}

static int parse_bytes(struct span span, uint64_t *value)
{
	uint64_t bytes = 0;
	unsigned shift = 0;
	size_t i = 0;

	while (i < span.length && span.at[i] >= '0' && span.at[i] <= '9') {
		if (__builtin_mul_overflow(bytes, 10, &bytes) ||
		    __builtin_add_overflow(bytes, span.at[i] - '0', &bytes))
			return -1;
		i++;
	}
	if (i == 0)
		return -1;
	if (i < span.length) {
		const char *units = "KMG";
		const char *unit = strchr(units, span.at[i]);

		if (!unit || !*unit)
			return -1;
		shift = 10 * (unsigned)(unit - units + 1);
		i++;
	}
	if (i != span.length || bytes > UINT64_MAX >> shift)
		return -1;
	*value = bytes << shift;
	return 0;
}

static const struct {
	const char *key;
	const char *values;
	uint64_t *value;
	int (*parse)(struct span span, uint64_t *value);
} table[] = {
#define MC_OPTION(key, type, preset, values, help) \
	{#key, values, &mc_options.key, parse_##type},
	MC_OPTIONS(MC_OPTION)
#undef MC_OPTION
};

#define TABLE_SIZE (sizeof(table) / sizeof(table[0]))

static void complain(struct span span, const char *what, const char *remedy)
{
	char given[64];
	struct mc_text text = MC_TEXT(given);

	mc_text_add_bytes(&text, span.at, span.length);
	mc_log("MEMCALL_OPTIONS: ", what, " '", given, "' ignored: ", remedy,
	       NULL);
}

static void read_one(struct span span)
{
	const char *equals = memchr(span.at, '=', span.length);
	struct span key = {span.at,
			   equals ? (size_t)(equals - span.at) : span.length};
	struct span value = {key.at + key.length, 0};

	if (equals)
		value = (struct span){equals + 1, span.length - key.length - 1};
	for (size_t i = 0; i < TABLE_SIZE; i++) {
		if (!span_is(key, table[i].key))
			continue;
		if (table[i].parse(value, table[i].value))
			complain(span, "value", table[i].values);
		return;
	}
	complain(span, "unknown key",
		 "valid keys are"
#define MC_OPTION(key, type, preset, values, help) " " #key "=" values
		 MC_OPTIONS(MC_OPTION)
#undef MC_OPTION
	);
}

void mc_options_read(const char *text)
{
	while (text && *text) {
		size_t length = strcspn(text, ":");

		if (length)
			read_one((struct span){text, length});
		text += length + (text[length] == ':');
	}
}
