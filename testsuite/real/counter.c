/* SPDX-License-Identifier: MIT */
/*
 * An independent count of calls, to hold memcall's against.
 *
 * Linked into a program that was compiled with -O0 -finstrument-functions, it
 * counts every call by caller and callee within the dynamic extent of the root
 * functions.  It shares nothing with memcall: GCC's own instrumentation, a
 * shadow stack, one hash table, symbols from nm.  One thread only.
 *
 *	COUNTER_SYMBOLS  output of `nm` for the program (linked -no-pie)
 *	COUNTER_ROOTS    symbols of the root functions, separated by spaces
 *	COUNTER_OUT      where the counts go: lines of "caller callee calls",
 *			 the root written "(root)"
 *
 * Where two local functions have one name, symbol_of() writes name@file if
 * the symbols were listed with `nm -l`.
 *
 * Frames that a longjmp jumped over are found by their address: at the next
 * event, whatever lies below the stack pointer of the function that reports is
 * gone.  The hooks' canonical frame address stands for that stack pointer.  Two
 * reports from one address are two calls from one place after the other, so the
 * first is gone, unless they name the same return address: then the second is an
 * always_inline function in the frame of the first.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOOK __attribute__((no_instrument_function))
#define EDGE_SLOTS (1u << 18)
#define STACK_FRAMES (1u << 22)

struct frame {
	uintptr_t function;
	uintptr_t site; /* return address into the caller */
	uintptr_t stack; /* the hook's canonical frame address */
};

struct edge {
	uintptr_t caller;
	uintptr_t callee;
	uint64_t calls;
};

struct symbol {
	uintptr_t address;
	char *name;
	char *file; /* base name, or "" */
	int shared_name; /* another function has this name */
};

static struct frame *frames;
static size_t depth; /* of the shadow stack; 0: outside */
static struct edge edges[EDGE_SLOTS];
static struct symbol *symbols;
static size_t symbol_count;
static uintptr_t roots[64];
static size_t root_count;
static int ready; /* 1: counting, -1: never */

HOOK static void die(const char *what)
{
	fprintf(stderr, "counter: %s\n", what);
	abort();
}

HOOK static int by_address(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	return x->address < y->address ? -1 : x->address > y->address;
}

HOOK static int by_name(const void *a, const void *b)
{
	const struct symbol *x = *(struct symbol *const *)a;
	const struct symbol *y = *(struct symbol *const *)b;

	return strcmp(x->name, y->name);
}

HOOK static void mark_shared_names(void)
{
	struct symbol **sorted = malloc(symbol_count * sizeof(*sorted));
	size_t i;

	for (i = 0; i < symbol_count; i++)
		sorted[i] = &symbols[i];
	qsort(sorted, symbol_count, sizeof(*sorted), by_name);
	for (i = 1; i < symbol_count; i++)
		if (!strcmp(sorted[i - 1]->name, sorted[i]->name))
			sorted[i - 1]->shared_name = sorted[i]->shared_name = 1;
	free(sorted);
}

/* Lines of nm: "address type name", with -l followed by "<tab>file:line". */
HOOK static void read_symbols(const char *path)
{
	static char line[65536], name[65536];
	unsigned long address;
	char type, *file, *end;
	size_t room = 0;
	FILE *in = fopen(path, "r");

	if (!in)
		die("cannot read COUNTER_SYMBOLS");
	while (fgets(line, sizeof(line), in)) {
		if (sscanf(line, "%lx %c %s", &address, &type, name) != 3 ||
		    !strchr("tTwWvVuUiI", type))
			continue;
		if (symbol_count == room) {
			room = room ? 2 * room : 4096;
			symbols = realloc(symbols, room * sizeof(*symbols));
		}
		file = strchr(line, '\t');
		if (file) {
			end = strrchr(file, ':');
			if (end)
				*end = '\0';
			end = strrchr(file, '/');
			file = end ? end + 1 : file + 1;
		}
		symbols[symbol_count].address = address;
		symbols[symbol_count].name = strdup(name);
		symbols[symbol_count].file = strdup(file ? file : "");
		symbols[symbol_count++].shared_name = 0;
	}
	fclose(in);
	mark_shared_names();
	qsort(symbols, symbol_count, sizeof(*symbols), by_address);
}

HOOK static void read_roots(const char *list)
{
	char *copy = strdup(list), *name, *save = NULL;
	size_t i;

	for (name = strtok_r(copy, " ", &save); name;
	     name = strtok_r(NULL, " ", &save)) {
		for (i = 0; i < symbol_count; i++)
			if (!strcmp(symbols[i].name, name))
				break;
		if (i == symbol_count || root_count == 64)
			die("a root is not among the symbols");
		roots[root_count++] = symbols[i].address;
	}
	free(copy);
}

HOOK static void write_symbol(FILE *out, uintptr_t address)
{
	struct symbol key = {address, NULL, NULL, 0}, *found;

	if (!address) {
		fputs("(root)", out);
		return;
	}
	found = bsearch(&key, symbols, symbol_count, sizeof(*symbols),
			by_address);
	if (!found)
		fprintf(out, "%#lx", (unsigned long)address);
	else if (found->shared_name && *found->file)
		fprintf(out, "%s@%s", found->name, found->file);
	else
		fputs(found->name, out);
}

HOOK static void write_counts(void)
{
	FILE *out = fopen(getenv("COUNTER_OUT"), "w");
	size_t i;

	ready = -1;
	if (!out)
		die("cannot write COUNTER_OUT");
	for (i = 0; i < EDGE_SLOTS; i++) {
		if (!edges[i].calls)
			continue;
		write_symbol(out, edges[i].caller);
		fputc(' ', out);
		write_symbol(out, edges[i].callee);
		fprintf(out, " %llu\n", (unsigned long long)edges[i].calls);
	}
	if (fclose(out))
		die("cannot write COUNTER_OUT");
}

HOOK static void start(void)
{
	ready = -1; /* what libc calls back meanwhile */
	if (!getenv("COUNTER_OUT") || !getenv("COUNTER_SYMBOLS") ||
	    !getenv("COUNTER_ROOTS"))
		return;
	read_symbols(getenv("COUNTER_SYMBOLS"));
	read_roots(getenv("COUNTER_ROOTS"));
	frames = malloc(STACK_FRAMES * sizeof(*frames));
	if (!frames)
		die("out of memory");
	atexit(write_counts);
	ready = 1;
}

HOOK static int is_root(uintptr_t function)
{
	size_t i;

	for (i = 0; i < root_count; i++)
		if (roots[i] == function)
			return 1;
	return 0;
}

HOOK static void count(uintptr_t caller, uintptr_t callee)
{
	uint64_t mixed =
		(caller * 0x9e3779b97f4a7c15u) ^ (callee * 0xc2b2ae3d27d4eb4fu);
	size_t slot = (mixed ^ mixed >> 29) % EDGE_SLOTS, tries;

	for (tries = 0; tries < EDGE_SLOTS; tries++) {
		struct edge *edge = &edges[(slot + tries) % EDGE_SLOTS];

		if (!edge->calls) {
			edge->caller = caller;
			edge->callee = callee;
		}
		if (edge->caller == caller && edge->callee == callee) {
			edge->calls++;
			return;
		}
	}
	die("too many edges");
}

HOOK static void drop_jumped_over(uintptr_t stack, uintptr_t site)
{
	while (depth && (frames[depth - 1].stack < stack ||
			 (frames[depth - 1].stack == stack &&
			  frames[depth - 1].site != site)))
		depth--;
}

HOOK void __cyg_profile_func_enter(void *function, void *site)
{
	uintptr_t stack = (uintptr_t)__builtin_dwarf_cfa();
	uintptr_t caller;

	if (!ready)
		start();
	if (ready < 0)
		return;
	drop_jumped_over(stack, (uintptr_t)site);
	if (!depth && !is_root((uintptr_t)function))
		return;
	caller = depth ? frames[depth - 1].function : 0;
	count(caller, (uintptr_t)function);
	if (depth == STACK_FRAMES)
		die("too deep");
	frames[depth].function = (uintptr_t)function;
	frames[depth].site = (uintptr_t)site;
	frames[depth++].stack = stack;
}

HOOK void __cyg_profile_func_exit(void *function, void *site)
{
	uintptr_t stack = (uintptr_t)__builtin_dwarf_cfa();

	if (ready <= 0 || !depth)
		return;
	drop_jumped_over(stack, (uintptr_t)site);
	if (depth && frames[depth - 1].stack == stack &&
	    frames[depth - 1].function == (uintptr_t)function)
		depth--;
}
