/* SPDX-License-Identifier: MIT */
/*
 * Reads MEMCALL_OPTIONS.  See options.h.
 */
#include "options.h"
#include "amount.h"
#include "trigger.h"
#include "../os/log.h"
#include "../../format.h"

#include <string.h>

struct mc_options mc_options = {
#define MC_OPTION(key, type, preset, preset_text, values, help) .key = (preset),
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

/* Returns which of VALUES, from 0 on, SPAN is; -1 if it is none of them.  They
   have a | or a + in between. */
static int find_word(struct span span, const char *values)
{
	for (int i = 0; *values; i++) {
		struct span word = {values, strcspn(values, "|+")};

		if (word.length == span.length &&
		    !memcmp(word.at, span.at, word.length))
			return i;
		values += word.length;
		values += *values != 0;
	}
	return -1;
}

static int parse_word(struct span span, const char *values, uint64_t *value)
{
	int i = find_word(span, values);

	if (i < 0)
		return -1;
	*value = (uint64_t)i;
	return 0;
}

static int parse_on_off(struct span span, const char *values, uint64_t *value)
{
	if (parse_word(span, values, value))
		return -1;
	*value = !*value;
	return 0;
}

/* Reads ring+brk, or none. */
static int parse_parts(struct span span, const char *values, uint64_t *value)
{
	uint64_t sum = 0;

	while (span.length && !span_is(span, "none")) {
		const char *plus = memchr(span.at, '+', span.length);
		size_t length = plus ? (size_t)(plus - span.at) : span.length;
		struct span part = {span.at, length};
		int i = span_is(part, "none") ? -1 : find_word(part, values);

		if (i < 0)
			return -1;
		sum |= 1ull << i;
		length += plus != NULL;
		span.at += length;
		span.length -= length;
	}
	*value = sum;
	return 0;
}

static int parse_number(struct span span, const char *values, uint64_t *value)
{
	(void)values;
	return mc_amount_read(span.at, span.length, value);
}

static int parse_rate(struct span span, const char *values, uint64_t *value)
{
	uint64_t number;

	if (parse_number(span, values, &number) || number > MC_RATE_MOST)
		return -1;
	*value = number;
	return 0;
}

static int parse_bytes(struct span span, const char *values, uint64_t *value)
{
	(void)values;
	return mc_amount_read_bytes(span.at, span.length, value);
}

static const struct {
	const char *key;
	const char *values;
	uint64_t *value;
	int (*parse)(struct span span, const char *values, uint64_t *value);
} table[] = {
#define MC_OPTION(key, type, preset, preset_text, values, help) \
	{#key, values, &mc_options.key, parse_##type},
	MC_OPTIONS(MC_OPTION)
#undef MC_OPTION
};

#define TABLE_SIZE (sizeof(table) / sizeof(table[0]))

/* Those that are no number. */
static const struct {
	const char *key;
	const char *values;
	int (*read)(const char *text, size_t length);
} triggers[] = {
#define MC_TRIGGER(key, reader, preset_text, values, help) \
	{key, values, mc_trigger_read_##reader},
	MC_TRIGGERS(MC_TRIGGER)
#undef MC_TRIGGER
};

#define TRIGGERS (sizeof(triggers) / sizeof(triggers[0]))

static void complain(struct span span, const char *what, const char *remedy)
{
	char given[64];
	struct mc_log_text text = MC_LOG_TEXT(given);

	mc_log_add_bytes(&text, span.at, span.length);
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
		if (table[i].parse(value, table[i].values, table[i].value))
			complain(span, "value", table[i].values);
		return;
	}
	for (size_t i = 0; i < TRIGGERS; i++) {
		if (!span_is(key, triggers[i].key))
			continue;
		if (triggers[i].read(value.at, value.length))
			complain(span, "value", triggers[i].values);
		return;
	}
	complain(span, "unknown key",
		 "valid keys are"
#define MC_OPTION(key, type, preset, preset_text, values, help) \
	" " #key "=" values
		 MC_OPTIONS(MC_OPTION)
#undef MC_OPTION
#define MC_TRIGGER(key, reader, preset_text, values, help) " " key "=" values
			 MC_TRIGGERS(MC_TRIGGER)
#undef MC_TRIGGER
	);
}

/* Returns the length of the option that TEXT begins with.  The name of a
   function has :: in it. */
static size_t find_length(const char *text)
{
	size_t length = strcspn(text, ":");

	while (memchr(text, '@', length) && text[length] == ':' &&
	       text[length + 1] == ':')
		length += 2 + strcspn(text + length + 2, ":");
	return length;
}

void mc_options_read(const char *text)
{
	while (text && *text) {
		size_t length = find_length(text);

		if (length)
			read_one((struct span){text, length});
		text += length + (text[length] == ':');
	}
}
