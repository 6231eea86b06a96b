/* SPDX-License-Identifier: MIT */
/*
 * The rows of metrics, and that the schema of .json says what they say.
 */
#include "report/metric.h"
#include "report/text.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA "runtime/report/graph.schema.json"

/* The file as it is in the source, which this file is part of. */
static void read_schema(struct mc_text *schema)
{
	static const char here[] = "testsuite/unit/test-metric.c";
	size_t top = strlen(__FILE__) - strlen(here), got;
	char path[4096], block[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%.*s" SCHEMA, (int)top, __FILE__);
	file = fopen(path, "r");
	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	while ((got = fread(block, 1, sizeof(block), file)) > 0)
		mc_text_put(schema, block, got);
	fclose(file);
}

/* PART stands so many times in the schema, or is printed to be put there. */
static void expect(const struct mc_text *schema, const struct mc_text *part,
		   int times)
{
	const char *at = mc_text_get(schema);

	for (; times && (at = strstr(at, part->data)) != NULL; times--)
		at += part->length;
	if (times)
		fprintf(stderr, SCHEMA " lacks %d of\n%s\n", times, part->data);
	CU_ASSERT_EQUAL(times, 0);
}

MC_TEST(every_metric_is_in_the_schema_as_its_row_says)
{
	struct mc_text schema = {0}, part = {0};

	read_schema(&schema);
	for (int i = 0; i < MC_METRICS; i++) {
		const struct mc_metric_row *row = &mc_metric_rows[i];

		mc_text_clear(&part);
		mc_text_print(&part,
			      "     \"%s\": {\n"
			      "      \"description\": \"%s\",\n"
			      "      \"type\": \"integer\"",
			      row->name, row->meaning);
		if (!row->is_net)
			mc_text_print(&part, ",\n      \"minimum\": %d",
				      row->is_sparse);
		mc_text_print(&part, "\n     },\n");
		expect(&schema, &part, row->is_of_functions ? 1 : 2);
	}
	mc_text_free(&schema);
	mc_text_free(&part);
}

/* The names of those that ARE so, as the schema lists them. */
static void list(struct mc_text *part, const char *key,
		 bool (*is)(const struct mc_metric_row *row))
{
	const char *between = "\n";

	mc_text_clear(part);
	mc_text_print(part, "     \"%s\": {\n", key);
	mc_text_print(part, "      \"description\": \"%s\",\n",
		      !strcmp(key, "estimated")
			      ? "Which of the numbers are estimates."
			      : "Which of these are at least so much; no more "
				"is known.");
	mc_text_print(part, "      \"type\": \"array\",\n"
			    "      \"items\": {\n"
			    "       \"enum\": [");
	for (int i = 0; i < MC_METRICS; i++) {
		if (!is(&mc_metric_rows[i]))
			continue;
		mc_text_print(part, "%s        \"%s\"", between,
			      mc_metric_rows[i].name);
		between = ",\n";
	}
	mc_text_print(part, "\n       ]\n      },\n");
}

static bool may_be_rough(const struct mc_metric_row *row)
{
	return row->is_estimated || row->is_bounded;
}

static bool may_be_bound(const struct mc_metric_row *row)
{
	return row->is_bounded;
}

MC_TEST(the_schema_lists_what_may_be_an_estimate)
{
	struct mc_text schema = {0}, part = {0};

	read_schema(&schema);
	list(&part, "estimated", may_be_rough);
	expect(&schema, &part, 2);
	list(&part, "lower_bound", may_be_bound);
	expect(&schema, &part, 2);
	mc_text_free(&schema);
	mc_text_free(&part);
}

MC_TEST(no_two_metrics_have_one_name_or_one_line)
{
	for (int i = 0; i < MC_METRICS; i++)
		for (int k = 0; k < i; k++) {
			const struct mc_metric_row *x = &mc_metric_rows[i];
			const struct mc_metric_row *y = &mc_metric_rows[k];

			CU_ASSERT_STRING_NOT_EQUAL(x->name, y->name);
			CU_ASSERT(!x->line || x->line != y->line);
		}
}
