/* SPDX-License-Identifier: MIT */
/*
 * pprof's format, compressed by gzip.  profile.proto is its description, as it
 * is in github.com/google/pprof (Apache License 2.0, profile.proto.license);
 * protoc-c makes profile.pb-c.c of it.
 *
 * A sample is a stack of a thread, with its calls, its own time in ns and its
 * own growth of resident memory (as far as they were measured); pprof adds up
 * what is inclusive.  Labels say where that was: host, rank, process, thread.
 * A location is a function, since where in it a call stands is not recorded.
 *
 * A message of protobuf is the sum of its parts: fields that repeat may be
 * spread over several encodings of the same message, one after the other.  So
 * samples, locations and strings are encoded one by one as profiles that hold
 * nothing else, and only one is in memory at a time.
 */
#include "report/alloc.h"
#include "report/formats.h"
#include "report/stacks.h"
#include "report/text.h"

#include "profile.pb-c.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define GZIP_WINDOW (15 + 16) /* the largest, with gzip's header */

typedef Perftools__Profiles__Profile profile_message;

/* The place where encoded bytes go. */
struct sink {
	ProtobufCBuffer base;
	z_stream zip;
	FILE *out;
};

/* What is said of the samples of a thread. */
enum label { HOST, RANK, PROCESS, THREAD, LABELS };

struct encoder {
	const struct mc_model *model;
	const struct mc_stacks *stacks;
	size_t value[MC_METRICS]; /* those of the stacks that samples have */
	size_t value_count;
	int64_t strings; /* written so far */
	int64_t key[LABELS]; /* strings; and of the thread that comes now: */
	int64_t label[LABELS]; /* 0: it has none */
	const char *host; /* what label[HOST] is, for the next thread */
	uint64_t *location; /* scratch: a stack from the leaf up */
	size_t depth; /* it has room for so many */
	struct sink sink;
};

static void deflate_all(struct sink *s, int flush)
{
	unsigned char block[16384];

	do {
		s->zip.next_out = block;
		s->zip.avail_out = sizeof(block);
		deflate(&s->zip, flush);
		fwrite(block, 1, sizeof(block) - s->zip.avail_out, s->out);
	} while (!s->zip.avail_out);
}

static void append(ProtobufCBuffer *buffer, size_t size, const uint8_t *data)
{
	struct sink *s = (struct sink *)buffer;

	s->zip.next_in = (unsigned char *)data;
	s->zip.avail_in = (unsigned int)size;
	deflate_all(s, Z_NO_FLUSH);
}

static void put(struct encoder *e, const profile_message *part)
{
	protobuf_c_message_pack_to_buffer(&part->base, &e->sink.base);
}

/* Adds to the table of strings; returns the number of the string there. */
static int64_t put_string(struct encoder *e, const char *value)
{
	profile_message part = PERFTOOLS__PROFILES__PROFILE__INIT;
	struct mc_text text = {0};
	char *clean;

	mc_text_put_utf8(&text, value);
	clean = (char *)mc_text_get(&text);
	part.n_string_table = 1;
	part.string_table = &clean;
	put(e, &part);
	mc_text_free(&text);
	return e->strings++;
}

/* Gives samples metric[K] of the stacks, if it has a type and is there. */
static void put_type(struct encoder *e, size_t k)
{
	static const char *const units[] = {
		[MC_METRIC_COUNT] = "count",
		[MC_METRIC_NS] = "nanoseconds",
		[MC_METRIC_BYTES] = "bytes",
	};
	const struct mc_metric_row *row = &mc_metric_rows[e->stacks->metric[k]];
	profile_message part = PERFTOOLS__PROFILES__PROFILE__INIT;
	Perftools__Profiles__ValueType type =
		PERFTOOLS__PROFILES__VALUE_TYPE__INIT;
	Perftools__Profiles__ValueType *types = &type;

	if (!row->stack.sample || !e->stacks->is_there[k])
		return;
	type.type = put_string(e, row->stack.sample);
	type.unit = put_string(e, units[row->unit]);
	part.n_sample_type = 1;
	part.sample_type = &types;
	if (k == e->stacks->weight)
		part.default_sample_type = type.type;
	put(e, &part);
	e->value[e->value_count++] = k;
}

/* Makes the program stand for all files that functions may come from. pprof
   takes them for known then, and does not look for more. */
static void put_mapping(struct encoder *e)
{
	profile_message part = PERFTOOLS__PROFILES__PROFILE__INIT;
	Perftools__Profiles__Mapping mapping =
		PERFTOOLS__PROFILES__MAPPING__INIT;
	Perftools__Profiles__Mapping *mappings = &mapping;

	mapping.id = 1;
	mapping.filename = put_string(e, e->model->program);
	mapping.has_functions = true;
	mapping.has_filenames = true;
	mapping.has_line_numbers = true;
	part.n_mapping = 1;
	part.mapping = &mappings;
	put(e, &part);
}

static void put_header(struct encoder *e)
{
	const struct mc_model *m = e->model;
	profile_message part = PERFTOOLS__PROFILES__PROFILE__INIT;
	int64_t comments[2];

	put_string(e, ""); /* the first must be */
	for (size_t k = 0; k < e->stacks->metric_count; k++)
		put_type(e, k);
	put_mapping(e);
	comments[0] = put_string(e, "memcall " MC_VERSION);
	comments[1] = put_string(e, m->command);
	part.n_comment = 2;
	part.comment = comments;
	if (m->profile_count)
		part.time_nanos = mc_measure_signed(
			m->profiles[0]->header.start_realtime_ns);
	put(e, &part);
}

static void put_function(struct encoder *e, uint32_t index)
{
	const struct mc_model_function *f = &e->model->functions[index];
	profile_message part = PERFTOOLS__PROFILES__PROFILE__INIT;
	Perftools__Profiles__Function function =
		PERFTOOLS__PROFILES__FUNCTION__INIT;
	Perftools__Profiles__Function *functions = &function;
	Perftools__Profiles__Line line = PERFTOOLS__PROFILES__LINE__INIT;
	Perftools__Profiles__Line *lines = &line;
	Perftools__Profiles__Location location =
		PERFTOOLS__PROFILES__LOCATION__INIT;
	Perftools__Profiles__Location *locations = &location;

	function.id = location.id = line.function_id = index + 1u;
	function.name = put_string(e, f->name);
	function.system_name = put_string(e, f->symbol);
	if (f->file[0])
		function.filename = put_string(e, f->file);
	function.start_line = line.line = f->line;
	location.mapping_id = 1;
	location.n_line = 1;
	location.line = &lines;
	part.n_function = 1;
	part.function = &functions;
	part.n_location = 1;
	part.location = &locations;
	put(e, &part);
}

/* Fills in the scratch, from the leaf up; returns how many locations there are.
 */
static size_t list_locations(struct encoder *e, size_t stack)
{
	const struct mc_stacks *s = e->stacks;
	size_t count = 0;

	for (; !mc_stacks_is_root(s, stack); stack = s->stack[stack].parent) {
		if (count == e->depth) {
			e->depth = e->depth * 2 + 64;
			e->location = mc_alloc_grow(e->location, e->depth,
						    sizeof(*e->location));
		}
		e->location[count++] = s->stack[stack].function + 1u;
	}
	return count;
}

static void put_keys(struct encoder *e)
{
	static const char *const names[] = {
		[HOST] = "host",
		[RANK] = "rank",
		[PROCESS] = "process",
		[THREAD] = "thread",
	};

	for (int i = 0; i < LABELS; i++)
		e->key[i] = put_string(e, names[i]);
	e->host = "";
}

static int64_t put_number(struct encoder *e, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	return put_string(e, text);
}

/* Begins the samples of a thread, whose root is STACK. */
static void begin_thread(struct encoder *e, size_t stack)
{
	const struct mc_stack *root = &e->stacks->stack[stack];
	const struct mc_profile *p = e->model->profiles[root->profile];
	const struct mc_thread_record *t = &p->threads[root->thread].record;
	struct mc_text name = {0};

	if (strcmp(e->host, p->header.host) != 0) {
		e->host = p->header.host;
		e->label[HOST] = e->host[0] ? put_string(e, e->host) : 0;
	}
	e->label[RANK] = p->header.rank ? put_number(e, p->header.rank - 1) : 0;
	e->label[PROCESS] = put_number(e, p->header.pid);
	mc_text_print(&name, "%s (%" PRIu32 ")", t->name, t->tid);
	e->label[THREAD] = put_string(e, mc_text_get(&name));
	mc_text_free(&name);
}

/* Fills in the labels of a sample; returns how many it has. */
static size_t list_labels(const struct encoder *e,
			  Perftools__Profiles__Label label[LABELS],
			  Perftools__Profiles__Label *list[LABELS])
{
	size_t count = 0;

	for (int i = 0; i < LABELS; i++) {
		if (!e->label[i])
			continue;
		perftools__profiles__label__init(&label[count]);
		label[count].key = e->key[i];
		label[count].str = e->label[i];
		list[count] = &label[count];
		count++;
	}
	return count;
}

static void put_sample(struct encoder *e, size_t stack)
{
	profile_message part = PERFTOOLS__PROFILES__PROFILE__INIT;
	Perftools__Profiles__Sample sample = PERFTOOLS__PROFILES__SAMPLE__INIT;
	Perftools__Profiles__Sample *samples = &sample;
	Perftools__Profiles__Label label[LABELS], *labels[LABELS];
	int64_t value[MC_METRICS];
	bool is_empty = true;

	for (size_t i = 0; i < e->value_count; i++) {
		value[i] = mc_stacks_own(e->stacks, stack, e->value[i]);
		is_empty &= !value[i];
	}
	if (is_empty)
		return;
	sample.n_location_id = list_locations(e, stack);
	sample.location_id = e->location;
	sample.n_value = e->value_count;
	sample.value = value;
	sample.n_label = list_labels(e, label, labels);
	sample.label = labels;
	part.n_sample = 1;
	part.sample = &samples;
	put(e, &part);
}

static void put_all(struct encoder *e)
{
	put_header(e);
	for (uint32_t i = 0; i < e->model->function_count; i++)
		put_function(e, i);
	put_keys(e);
	for (size_t i = 0; i < e->stacks->count; i++) {
		if (e->stacks->are_by_thread && mc_stacks_is_root(e->stacks, i))
			begin_thread(e, i);
		put_sample(e, i);
	}
	free(e->location);
}

/* Refuses stacks that are too long: each function on one takes three bytes
   before they are compressed. */
static int check_size(const struct mc_model *m, struct mc_error *error)
{
	size_t *bytes = mc_alloc_zeroed(m->function_count, sizeof(*bytes));
	int result;

	for (size_t i = 0; i < m->function_count; i++)
		bytes[i] = 3;
	result = mc_stacks_check_paths(m->stacks, bytes, error);
	free(bytes);
	return result;
}

int mc_pprof_write(const struct mc_model *m,
		   const struct mc_writer_options *options, FILE *out,
		   struct mc_error *error)
{
	struct encoder e = {
		.model = m,
		.stacks = m->stacks,
		.sink = {.base = {.append = append}, .out = out},
	};

	(void)options;
	if (check_size(m, error) != 0)
		return -1;
	if (deflateInit2(&e.sink.zip, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
			 GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return mc_error_set(error, "out of memory");
	put_all(&e);
	deflate_all(&e.sink, Z_FINISH);
	deflateEnd(&e.sink.zip);
	return 0;
}
