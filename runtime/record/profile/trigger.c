/* SPDX-License-Identifier: MIT */
/*
 * Reads triggers.  See trigger.h.
 */
#include "trigger.h"
#include "amount.h"

#include <signal.h>
#include <string.h>

struct mc_trigger mc_trigger;

/* The kinds of limits. */
static const struct {
	const char *name;
	enum mc_trigger_kind kind;
	int (*read)(const char *text, size_t length, uint64_t *limit);
	enum { NO_GLOB, MAY_HAVE_GLOB, NEEDS_GLOB } glob;
} kinds[] = {
	{"rss", MC_TRIGGER_RSS, mc_amount_read_bytes, NO_GLOB},
	{"peak", MC_TRIGGER_PEAK, mc_amount_read_bytes, MAY_HAVE_GLOB},
	{"calls", MC_TRIGGER_CALLS, mc_amount_read, NEEDS_GLOB},
};

static const struct {
	const char *name;
	int number;
} signals[] = {
	{"USR1", SIGUSR1},   {"USR2", SIGUSR2}, {"HUP", SIGHUP},
	{"WINCH", SIGWINCH}, {"URG", SIGURG},	{"IO", SIGIO},
	{"PWR", SIGPWR},
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static int is(const char *text, size_t length, const char *word)
{
	return strlen(word) == length && !memcmp(text, word, length);
}

/* Copies what fits.  Returns 0, or -1 if that is not all. */
static int copy(char *to, size_t size, const char *text, size_t length)
{
	if (length >= size)
		return -1;
	memcpy(to, text, length);
	to[length] = 0;
	return 0;
}

int mc_trigger_read_break(const char *text, size_t length)
{
	const char *above = memchr(text, '>', length);
	const char *end = text + length, *at;
	struct mc_trigger read = mc_trigger;

	if (is(text, length, "never")) {
		mc_trigger.kind = MC_TRIGGER_NEVER;
		return 0;
	}
	if (!above || copy(read.text, sizeof(read.text), text, length))
		return -1;
	at = memchr(above, '@', (size_t)(end - above)) ?: end;
	if (copy(read.glob, sizeof(read.glob), at + (at < end),
		 (size_t)(end - at - (at < end))))
		return -1;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (!is(text, (size_t)(above - text), kinds[i].name))
			continue;
		if (kinds[i].glob == NEEDS_GLOB ? !read.glob[0]
		    : kinds[i].glob == NO_GLOB	? at < end
						: at < end && !read.glob[0])
			return -1;
		read.kind = kinds[i].kind;
		if (kinds[i].read(above + 1, (size_t)(at - above - 1),
				  &read.limit))
			return -1;
		mc_trigger = read;
		return 0;
	}
	return -1;
}

static int read_signal(const char *text, size_t length, int *number)
{
	static const char real[] = "RTMIN+";
	size_t begin = sizeof(real) - 1;
	uint64_t n;

	if (is(text, length, "none")) {
		*number = 0;
		return 0;
	}
	for (size_t i = 0; i < COUNT(signals); i++)
		if (is(text, length, signals[i].name)) {
			*number = signals[i].number;
			return 0;
		}
	if (length <= begin || memcmp(text, real, begin) ||
	    mc_amount_read(text + begin, length - begin, &n) ||
	    n > (uint64_t)(SIGRTMAX - SIGRTMIN))
		return -1;
	*number = SIGRTMIN + (int)n;
	return 0;
}

int mc_trigger_read_flush(const char *text, size_t length)
{
	int number;

	if (read_signal(text, length, &number) ||
	    (number && number == mc_trigger.record))
		return -1;
	mc_trigger.flush = number;
	return 0;
}

int mc_trigger_read_record(const char *text, size_t length)
{
	int number;

	if (read_signal(text, length, &number) ||
	    (number && number == mc_trigger.flush))
		return -1;
	mc_trigger.record = number;
	mc_trigger.is_paused = number != 0;
	return 0;
}

int mc_trigger_needs_calls(void)
{
	return mc_trigger.kind == MC_TRIGGER_PEAK ||
	       mc_trigger.kind == MC_TRIGGER_CALLS;
}

/* Tells whether the text is like the glob: a * is any text, a ? any
   character. */
static int matches(const char *glob, const char *text)
{
	const char *star = NULL, *from = NULL;

	while (*text) {
		if (*glob == '*') {
			star = glob++;
			from = text;
		} else if (*glob == '?' || *glob == *text) {
			glob++;
			text++;
		} else if (star) {
			glob = star + 1;
			text = ++from;
		} else {
			return 0;
		}
	}
	while (*glob == '*')
		glob++;
	return !*glob;
}

int mc_trigger_is_of(const struct mc_function *function)
{
	/* The recorder's own, which it measures the hooks with, have none. */
	return function->names && (!mc_trigger.glob[0] ||
				   matches(mc_trigger.glob, function->names));
}
