/* SPDX-License-Identifier: MIT */
/*
 * Formats numbers.
 *
 * Three significant digits at most: what is measured is seldom better, and a
 * picture full of digits is not read.  A value is rounded before its unit is
 * chosen, so that 999.96 µs is `1.0 ms` and never `1000 µs`.
 */
#include "report/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define MINUS "\xe2\x88\x92" /* U+2212 */
#define MICRO "\xc2\xb5" /* U+00B5 */

/* A unit, for values that print below `limit` of it. */
struct unit {
	double size;
	double limit;
	const char *name;
	int below_10; /* digits behind the point for values under 10 */
	int below_100;
};

/* Returns with how many digits behind the point `value` is printed. */
static int find_digits(const struct unit *u, double value)
{
	if (value < 10 - 0.5 * pow(10, -u->below_10))
		return u->below_10;
	return value < 100 - 0.5 * pow(10, -u->below_100) ? u->below_100 : 0;
}

static void put_scaled(char *text, const char *sign, double magnitude,
		       const struct unit *u)
{
	for (;; u++) {
		double value = magnitude / u->size;
		int digits = find_digits(u, value);
		double half = 0.5 * pow(10, -digits);

		if (u->limit && value + half >= u->limit)
			continue;
		snprintf(text, MC_NUMBER_SIZE, "%s%.*f %s", sign, digits, value,
			 u->name);
		return;
	}
}

char *mc_number_time(char *text, int64_t ns)
{
	static const struct unit units[] = {
		{1, 1000, "ns", 0, 0},	  {1e3, 1000, MICRO "s", 1, 0},
		{1e6, 1000, "ms", 1, 0},  {1e9, 600, "s", 2, 1},
		{60e9, 120, "min", 1, 1}, {3600e9, 0, "h", 1, 1},
	};

	put_scaled(text, ns < 0 ? MINUS : "", fabs((double)ns), units);
	return text;
}

static void put_bytes(char *text, const char *sign, int64_t bytes)
{
	static const struct unit units[] = {
		{1, 1000, "B", 0, 0},	  {1e3, 1000, "kB", 1, 1},
		{1e6, 1000, "MB", 1, 1},  {1e9, 1000, "GB", 2, 1},
		{1e12, 1000, "TB", 2, 1}, {1e15, 0, "PB", 2, 1},
	};

	put_scaled(text, bytes < 0 ? MINUS : sign, fabs((double)bytes), units);
}

char *mc_number_growth(char *text, int64_t bytes)
{
	put_bytes(text, bytes ? "+" : "", bytes);
	return text;
}

char *mc_number_bytes(char *text, int64_t bytes)
{
	put_bytes(text, "", bytes);
	return text;
}

char *mc_number_count(char *text, int64_t count)
{
	char digits[24];
	int length, out = 0;

	snprintf(digits, sizeof(digits), "%lld", (long long)count);
	length = (int)strlen(digits);
	for (int i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0 && digits[i - 1] != '-')
			text[out++] = ',';
		text[out++] = digits[i];
	}
	text[out] = 0;
	return text;
}

char *mc_number_percent(char *text, double share)
{
	double percent = share * 100;

	if (percent <= 0)
		strcpy(text, "0 %");
	else if (percent < 0.1)
		strcpy(text, "<0.1 %");
	else
		snprintf(text, MC_NUMBER_SIZE, "%.*f %%", percent < 9.95,
			 percent);
	return text;
}
