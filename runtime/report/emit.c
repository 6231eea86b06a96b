/* SPDX-License-Identifier: MIT */
/*
 * Thin covers over yajl's generator, which fails only where it is misused: on
 * text that is not UTF-8, or a value where there can be none.
 */
#include "report/emit.h"

#include <string.h>

static void print(void *out, const char *text, size_t length)
{
	fwrite(text, 1, length, out);
}

int mc_emit_open(struct mc_emit *e, FILE *out, int lines,
		 struct mc_error *error)
{
	memset(e, 0, sizeof(*e));
	e->gen = yajl_gen_alloc(NULL);
	if (!e->gen)
		return mc_error_set(error, "out of memory");
	yajl_gen_config(e->gen, yajl_gen_print_callback, print, out);
	yajl_gen_config(e->gen, yajl_gen_beautify, lines);
	yajl_gen_config(e->gen, yajl_gen_indent_string, " ");
	return 0;
}

void mc_emit_close(struct mc_emit *e)
{
	yajl_gen_free(e->gen);
	mc_text_free(&e->text);
}

static void put_string(struct mc_emit *e, const char *value)
{
	mc_text_clear(&e->text);
	mc_text_put_utf8(&e->text, value);
	yajl_gen_string(e->gen, (const unsigned char *)mc_text_get(&e->text),
			e->text.length);
}

static void put_key(struct mc_emit *e, const char *key)
{
	if (key)
		put_string(e, key);
}

void mc_emit_open_object(struct mc_emit *e, const char *key)
{
	put_key(e, key);
	yajl_gen_map_open(e->gen);
}

void mc_emit_close_object(struct mc_emit *e)
{
	yajl_gen_map_close(e->gen);
}

void mc_emit_open_array(struct mc_emit *e, const char *key)
{
	put_key(e, key);
	yajl_gen_array_open(e->gen);
}

void mc_emit_close_array(struct mc_emit *e)
{
	yajl_gen_array_close(e->gen);
}

void mc_emit_string(struct mc_emit *e, const char *key, const char *value)
{
	put_key(e, key);
	put_string(e, value);
}

void mc_emit_number(struct mc_emit *e, const char *key, int64_t value)
{
	put_key(e, key);
	yajl_gen_integer(e->gen, value);
}

void mc_emit_real(struct mc_emit *e, const char *key, double value)
{
	char text[64];
	int length = snprintf(text, sizeof(text), "%.3f", value);

	put_key(e, key);
	yajl_gen_number(e->gen, text, (size_t)length);
}

void mc_emit_null(struct mc_emit *e, const char *key)
{
	put_key(e, key);
	yajl_gen_null(e->gen);
}
