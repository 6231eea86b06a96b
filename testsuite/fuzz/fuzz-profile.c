/* SPDX-License-Identifier: MIT */
/*
 * Takes any bytes for a profile, or a bundle of some, for libFuzzer: reads
 * them, folds them, and writes what comes out with every writer that is our own
 * code.
 *
 * These are the ones of writers.c, whatever they are by then, without the raw
 * copy and the pictures: a picture is the graph of .dot, drawn by Graphviz.
 *
 * Bytes changed at random make offsets wrong that lead to everything else, and
 * what is behind them is never reached.  So most changes are made here: words
 * become others of the file, or values at the edges of their type, and records
 * are moved together with the offset that says where they are.
 */
#include "format.h"
#include "fuzz-bundle.h"
#include "report/build.h"
#include "report/bundle.h"
#include "report/dump.h"
#include "report/reader.h"
#include "report/table.h"
#include "report/top.h"
#include "report/writers.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most,
			       unsigned int seed);

#define MOST_WRITERS 32

static const struct mc_writer *writers[MOST_WRITERS];
static size_t writer_count;
static FILE *nowhere;

/* libcgraph forgets what it knows of graphs whose name begins with a %. */
const char *__lsan_default_suppressions(void)
{
	return "leak:libcgraph";
}

static bool is_ours(const char *extension)
{
	static const char *const others[] = {".svg", ".png", ".pdf", ".html",
					     ".memcall"};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (!strcmp(extension, others[i]))
			return false;
	return true;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const struct mc_writer *writer;

	(void)argc;
	(void)argv;
	nowhere = fopen("/dev/null", "w");
	for (size_t i = 0; (writer = mc_writers_get(i)); i++)
		if (is_ours(writer->extension) && writer_count < MOST_WRITERS) {
			fprintf(stderr, "fuzz-profile: writes %s\n",
				writer->extension);
			writers[writer_count++] = writer;
		}
	if (!writer_count || !nowhere)
		abort();
	return 0;
}

static void write_texts(const struct mc_model *model)
{
	const char *all = "*";
	struct mc_table_options tables[] = {
		{.by = MC_TOTAL_NS, .to = {nowhere, true, true, 80}},
		{.by = MC_SELF_NS, .to = {nowhere, false, false, 100}},
		{.by = MC_CPU_SELF_NS, .to = {nowhere, true, false, 120}},
		{.by = MC_WAIT_SELF_NS, .to = {nowhere, false, false, 100}},
		{.callers = {&all, 1},
		 .callees = {&all, 1},
		 .by = MC_CALLS,
		 .to = {nowhere, true, true, 40}},
		{.callees = {&all, 1},
		 .by = MC_CPU_SELF_NS,
		 .to = {nowhere, true, true, 60}},
	};
	struct mc_top tops[] = {
		{.by = MC_METRICS, .rows = 20, .to = {nowhere, true, true, 80}},
		{.by = MC_WAIT_SELF_NS,
		 .rows = 20,
		 .before = model,
		 .seconds = 1,
		 .to = {nowhere, false, false, 120}},
	};

	mc_dump_write(model, nowhere);
	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		mc_table_write(model, &tables[i]);
	for (size_t i = 0; i < sizeof(tops) / sizeof(*tops); i++)
		mc_top_write(model, &tops[i]);
}

static void check_parts(const struct mc_measures *n, enum mc_metric self,
			enum mc_metric total)
{
	if (mc_measure_has(n, self) && n->value[self] > n->value[total])
		abort();
}

/* Stops if numbers are not what model.h promises, whatever the profile says. */
static void check_numbers(const struct mc_measures *n)
{
	check_parts(n, MC_SELF_NS, MC_TOTAL_NS);
	check_parts(n, MC_CPU_SELF_NS, MC_CPU_NS);
	check_parts(n, MC_WAIT_SELF_NS, MC_WAIT_NS);
	check_parts(n, MC_PREEMPTED_NS, MC_WAIT_NS);
	check_parts(n, MC_MIN_NS, MC_MAX_NS);
	if (mc_measure_has(n, MC_CPU_NS) &&
	    mc_measure_sum(n->value[MC_CPU_NS], n->value[MC_WAIT_NS]) !=
		    n->value[MC_TOTAL_NS])
		abort();
	if (mc_measure_has(n, MC_CPU_SELF_NS) &&
	    mc_measure_sum(n->value[MC_CPU_SELF_NS],
			   n->value[MC_WAIT_SELF_NS]) != n->value[MC_SELF_NS])
		abort();
	for (int i = 0; i < MC_METRICS; i++)
		if (!mc_metric_rows[i].is_net && n->value[i] < 0)
			abort();
}

static void check_model(const struct mc_model *model)
{
	for (size_t i = 0; i < model->function_count; i++)
		check_numbers(&model->functions[i].numbers);
	for (size_t i = 0; i < model->edge_count; i++)
		check_numbers(&model->edges[i].numbers);
}

static struct mc_profile *read_copy(const uint8_t *data, size_t size)
{
	unsigned char *copy = malloc(size ? size : 1);
	struct mc_profile *profile;
	struct mc_error error;

	if (!copy)
		abort();
	memcpy(copy, data, size);
	return mc_reader_parse("fuzz.memcall", copy, size, &profile, &error)
		       ? NULL
		       : profile;
}

/* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv */
static uint64_t hash(const uint8_t *data, size_t size)
{
	uint64_t sum = 0xcbf29ce484222325;

	for (size_t i = 0; i < size; i++)
		sum = (sum ^ data[i]) * 0x100000001b3;
	return sum >> 16;
}

/* A profile by itself, or merged with itself; or what is in a bundle. */
static size_t add(struct mc_draft *draft, const uint8_t *data, size_t size,
		  uint64_t choice)
{
	struct mc_profile *profile;

	if (mc_bundle_is(data, size))
		return fuzz_bundle_add(data, size, draft,
				       choice % (MC_SPLIT_PROCESSES + 1));
	profile = read_copy(data, size);
	if (!profile)
		return 0;
	mc_build_add(draft, profile);
	if (choice & 1)
		mc_build_add(draft, read_copy(data, size));
	return 1;
}

/* As text, or by one of the writers: which, must depend on nothing but the
   input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t choice = hash(data, size);
	size_t which = choice % (writer_count + 1);
	const struct mc_writer *writer =
		which < writer_count ? writers[which] : NULL;
	struct mc_writer_options how = {.everything = choice >> 32 & 1};
	struct mc_draft *draft;
	struct mc_model *model;
	struct mc_error error;
	size_t added;

	if (mc_bundle_is(data, size) && !(choice >> 35 & 7)) {
		fuzz_bundle_merge(data, size);
		return 0;
	}
	draft = mc_build_begin(writer ? writer->detail : MC_MODEL_RAW);
	added = add(draft, data, size, choice >> 33);
	model = mc_build_finish(draft);
	check_model(model);
	if (added && writer)
		writer->write(model, &how, nowhere, &error);
	else if (added)
		write_texts(model);
	mc_model_free(model);
	return 0;
}

/* Changes to an input. */

static uint64_t state;

static uint64_t draw(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return below ? (state >> 11) % below : 0;
}

static uint64_t get_word(const uint8_t *data, uint64_t at)
{
	uint64_t word;

	memcpy(&word, data + at, sizeof(word));
	return word;
}

/* Most of a file is zero: a few tries to find a word that is not. */
static uint64_t draw_place(const uint8_t *data, size_t size)
{
	uint64_t at = 0;

	for (int i = 0; i < 20; i++) {
		at = draw(size / 8) * 8;
		if (at >= 8 && get_word(data, at))
			break;
	}
	return at;
}

static uint64_t draw_value(const uint8_t *data, size_t size)
{
	static const uint64_t edges[] = {
		0,
		1,
		MC_PAGE_BYTES,
		INT32_MAX,
		UINT32_MAX,
		UINT32_MAX + 1ull,
		INT64_MAX,
		INT64_MAX + 1ull,
		UINT64_MAX,
		UINT64_MAX - 63,
		0x7ff0000000000000, /* infinity, */
		0x7ff8000000000000, /* not a number, */
		0xc3e0000000000000, /* -2^63 */
	};

	switch (draw(4)) {
	case 0:
		return edges[draw(sizeof(edges) / sizeof(*edges))];
	case 1:
		return draw(size);
	case 2:
		return 1ull << draw(64);
	}
	return get_word(data, draw_place(data, size));
}

static void change_word(uint8_t *data, size_t size)
{
	uint64_t at = draw_place(data, size);
	uint64_t value = draw_value(data, size);

	switch (draw(4)) {
	case 0:
		memcpy(data + at, &value, 4);
		break;
	case 1:
		memcpy(data + at + 4, &value, 4);
		break;
	case 2:
		value = get_word(data, at) + draw(17) - 8;
		/* fall through */
	default:
		memcpy(data + at, &value, 8);
	}
}

/* A node's fields lead elsewhere, its flags change, or it is another's copy.
   Nodes are known by their offset. */
static void change_node(uint8_t *data, size_t size)
{
	uint64_t places[64], count = 0, from = draw(size / 8);
	struct mc_node one, other;
	uint64_t at;

	for (uint64_t i = 0; i < size / 8 && count < 64; i++) {
		at = (from + i) % (size / 8) * 8;
		if (at + sizeof(one) <= size &&
		    get_word(data, at + offsetof(struct mc_node, offset)) == at)
			places[count++] = at;
	}
	if (!count)
		return;
	at = places[draw(count)];
	memcpy(&one, data + at, sizeof(one));
	memcpy(&other, data + places[draw(count)], sizeof(other));
	switch (draw(7)) {
	case 0:
		one = other;
		break;
	case 1:
		one.parent = other.offset;
		break;
	case 2:
		one.target = other.offset;
		break;
	case 3:
		one.function = draw(4)	 ? other.function
			       : draw(2) ? MC_OTHER_FUNCTION
					 : MC_ANY_FUNCTION;
		break;
	case 4:
		one.flags ^= 1u << draw(10);
		break;
	case 5:
		one.base = one.due = one.left = 0;
		break;
	case 6:
		one.base = draw_value(data, size);
		one.self_ticks = draw_value(data, size);
		break;
	}
	one.offset = at;
	memcpy(data + at, &one, sizeof(one));
}

/* Pages are copied over others, or behind the last, with their nodes' offsets
   put right. */
static size_t copy_pages(uint8_t *data, size_t size, size_t most)
{
	uint64_t pages = size / MC_PAGE_BYTES, from, to, count;

	if (pages < 3)
		return size;
	from = (1 + draw(pages - 1)) * MC_PAGE_BYTES;
	to = (1 + draw(pages)) * MC_PAGE_BYTES;
	count = (1 + draw(4)) * MC_PAGE_BYTES;
	if (count > size - from)
		count = size - from;
	if (count > most - to)
		return size;
	memmove(data + to, data + from, count);
	if (to + count > size)
		size = to + count;
	for (uint64_t at = to; at + 8 <= to + count; at += 8) {
		uint64_t word = get_word(data, at);

		if (word < from || word - from >= count)
			continue;
		word += to - from;
		memcpy(data + at, &word, 8);
	}
	return size;
}

/* What is checked first is kept right mostly. */
static void mend_header(uint8_t *data, size_t size)
{
	struct mc_file_header h;

	if (size < sizeof(h))
		return;
	memcpy(&h, data, sizeof(h));
	memcpy(h.magic, MC_FILE_MAGIC, sizeof(h.magic));
	h.version = MC_FILE_VERSION;
	h.byte_order = MC_BYTE_ORDER;
	h.header_bytes = MC_PAGE_BYTES;
	memcpy(data, &h, sizeof(h));
}

static size_t change_profile(uint8_t *data, size_t size, size_t most)
{
	for (uint64_t rounds = 1 + draw(4); rounds && size >= 16; rounds--)
		switch (draw(16)) {
		case 0:
			size = LLVMFuzzerMutate(data, size, most);
			break;
		case 1:
			size = copy_pages(data, size, most);
			break;
		case 2:
			size -= draw(4) ? 0 : draw(size / 64) * 64;
			break;
		case 3:
		case 4:
		case 5:
		case 6:
		case 7:
			change_node(data, size);
			break;
		default:
			change_word(data, size);
		}
	if (draw(32))
		mend_header(data, size);
	return size;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most,
			       unsigned int seed)
{
	state = seed * 0x9e3779b97f4a7c15u | 1;
	if (size < 16)
		return LLVMFuzzerMutate(data, size, most);
	if (!mc_bundle_is(data, size))
		return change_profile(data, size, most);
	if (!draw(16))
		return LLVMFuzzerMutate(data, size, most);
	return fuzz_bundle_change(data, size, most, draw, change_profile);
}
