/* SPDX-License-Identifier: MIT */
/*
 * profiles FOLDER FIRST COUNT CONTEXTS: writes profiles as COUNT ranks of a job
 * from FIRST on would leave, each of CONTEXTS contexts of 500 functions.  The
 * tree is the same in all of them, the numbers are not.
 */
#include "format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FUNCTIONS = 500, RANKS_OF_A_HOST = 64 };

static uint64_t state;

static uint64_t draw(void)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return state >> 33;
}

static size_t pages(size_t bytes)
{
	return (bytes + MC_PAGE_BYTES - 1) / MC_PAGE_BYTES * MC_PAGE_BYTES;
}

static void fill_header(struct mc_file_header *h, unsigned int rank)
{
	memcpy(h->magic, MC_FILE_MAGIC, sizeof(h->magic));
	h->version = MC_FILE_VERSION;
	h->header_bytes = h->page_bytes = MC_PAGE_BYTES;
	h->byte_order = MC_BYTE_ORDER;
	h->state = MC_STATE_SEALED;
	h->pid = 1000 + rank % RANKS_OF_A_HOST;
	h->start_realtime_ns = 1700000000000000000u + draw() % 1000000000u;
	h->clock = MC_CLOCK_COUNTER;
	h->clock_last = 1;
	h->clock_pair[0] = (struct mc_clock_pair){1000, 1000};
	h->clock_pair[1] = (struct mc_clock_pair){3000001000, 1000001000};
	h->threads = h->extents = 1;
	h->prune = 1;
	h->contexts = 65536;
	strcpy(h->program, "job");
	strcpy(h->command, "./job");
	snprintf(h->host, sizeof(h->host), "node%04u", rank / RANKS_OF_A_HOST);
	h->rank = rank + 1;
}

/* Returns the bytes of the chunk of functions. */
static size_t put_functions(unsigned char *at, uint64_t offset)
{
	struct mc_chunk *chunk = (void *)at;
	size_t used = sizeof(*chunk);

	for (uint32_t id = 1; id <= FUNCTIONS; id++) {
		struct mc_function_record *r = (void *)(at + used);
		char *text = (char *)(r + 1);

		r->id = id;
		r->line = id;
		r->flags = id == 1; /* marked */
		r->name_bytes = (uint32_t)sprintf(text, "part%u", id) + 1;
		text += r->name_bytes;
		r->symbol_bytes = (uint32_t)sprintf(text, "part%u", id) + 1;
		text += r->symbol_bytes;
		r->file_bytes = (uint32_t)sprintf(text, "job.c") + 1;
		r->bytes = (uint32_t)(sizeof(*r) + r->name_bytes +
				      r->symbol_bytes + r->file_bytes + 7) &
			   ~7u;
		used += r->bytes;
	}
	*chunk = (struct mc_chunk){
		.type = MC_CHUNK_FUNCTIONS,
		.bytes = pages(used),
		.first = sizeof(*chunk),
		.used = used,
		.offset = offset,
	};
	return chunk->bytes;
}

static void fill_node(struct mc_node *n, uint64_t at, uint64_t first,
		      unsigned int index)
{
	uint64_t parent;

	n->offset = at;
	n->target = mc_node_line(at);
	n->min_ticks = UINT64_MAX;
	if (!index)
		return;
	/* Of a generator of its own, so that all ranks have the same. */
	parent = index == 1 ? 0 : 1 + index * 2654435761u % (index - 1);
	n->parent = mc_node_line(first + parent * sizeof(*n));
	n->function = index == 1 ? 1 : 1 + index * 40503u % FUNCTIONS;
	n->base = n->timed = 1 + draw() % 1000;
	n->min_ticks = 100 + draw() % 100;
	n->max_ticks = 1000 + draw() % 100000;
	n->self_ticks = n->timed * (200 + draw() % 800);
	n->squares = (double)n->self_ticks * 500;
	n->depth = 1;
	n->kid_words[0] = (uint32_t)draw(); /* addresses, in real ones */
	n->kid_words[2] = (uint32_t)draw();
	n->private_words[0] = draw();
}

static size_t put_thread(unsigned char *at, uint64_t offset, unsigned int count)
{
	struct mc_chunk *chunk = (void *)at;
	struct mc_thread_record *t = (void *)(chunk + 1);
	struct mc_node *nodes = (void *)(t + 1);
	uint64_t first = offset + sizeof(*chunk) + sizeof(*t);
	size_t used = sizeof(*chunk) + sizeof(*t) + count * sizeof(*nodes);

	for (unsigned int i = 0; i < count; i++)
		fill_node(&nodes[i], first + i * sizeof(*nodes), first, i);
	*t = (struct mc_thread_record){
		.number = 1,
		.tid = 1000,
		.flags = MC_THREAD_ENDED,
		.root_offset = first,
		.name = "job",
	};
	*chunk = (struct mc_chunk){
		.type = MC_CHUNK_THREAD,
		.thread = 1,
		.bytes = pages(used),
		.first = sizeof(*chunk) + sizeof(*t),
		.used = used,
		.offset = offset,
	};
	return chunk->bytes;
}

static int write_profile(const char *folder, unsigned int rank,
			 unsigned int contexts)
{
	size_t room = 64 * MC_PAGE_BYTES + contexts * sizeof(struct mc_node);
	unsigned char *data = calloc(1, pages(room));
	size_t size = MC_PAGE_BYTES;
	char path[4096];
	FILE *out;

	state = rank;
	snprintf(path, sizeof(path), "%s/%u.memcall", folder, rank);
	out = fopen(path, "w");
	if (!data || !out)
		return -1;
	fill_header((void *)data, rank);
	size += put_functions(data + size, size);
	size += put_thread(data + size, size, contexts + 1);
	((struct mc_file_header *)data)->file_bytes = size;
	fwrite(data, 1, size, out);
	free(data);
	return fclose(out);
}

int main(int argc, char **argv)
{
	unsigned int first, count;

	if (argc != 5)
		return 2;
	first = (unsigned int)atoi(argv[2]);
	count = (unsigned int)atoi(argv[3]);
	for (unsigned int i = first; i < first + count; i++)
		if (write_profile(argv[1], i, (unsigned int)atoi(argv[4]))) {
			perror(argv[1]);
			return 1;
		}
	return 0;
}
