# SPDX-License-Identifier: MIT
# 10,000 random nested calls that allocate, reallocate and free blocks of each
# other, in every way there is, against a model that the program keeps itself:
# each context has exactly its blocks, bytes, frees, what is alive, what was
# temporary, and its part of the peak.
. "$MEMCALL_LIB"
unsanitized any "its allocator has blocks of its own"
need python3
cat >program.cc <<'END'
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <map>
#include <new>
#include <string>
#include <vector>

#define OURS __attribute__((no_instrument_function))

enum { LEVELS = 6, WAYS = 3, BLOCKS = 64, CALLS = 10000, PATHS = 4096 };

struct numbers {
	long allocs, alloc_bytes, frees, freed_bytes, live_blocks, live_bytes,
		temporary, peak;
	bool is_used;
};

// The model, in static memory: by path, three bits a level.
static struct numbers model[PATHS * 64], at_peak[PATHS * 64];
static long live, peak;
static struct { void *at; size_t size; int path, way; } blocks[BLOCKS];
static void *last;
static int path, calls;
static unsigned long state = 20;

OURS static unsigned dice(unsigned sides)
{
	state = state * 6364136223846793005 + 1442695040888963407;
	return (unsigned)(state >> 33) % sides;
}

OURS static void add(void *at, size_t size)
{
	struct numbers *n = &model[path];

	n->allocs++;
	n->alloc_bytes += size;
	n->live_blocks++;
	n->live_bytes += size;
	live += size;
	last = at;
	if (live > peak) {
		peak = live;
		for (int i = 0; i < PATHS * 64; i++)
			model[i].peak = model[i].live_bytes;
	}
}

OURS static void remove(void *at, size_t size, int of)
{
	model[path].frees++;
	model[path].freed_bytes += size;
	model[of].live_blocks--;
	model[of].live_bytes -= size;
	live -= size;
	if (last == at) {
		model[of].temporary++;
		last = NULL;
	}
}

// Allocates, reallocates or frees a block.  Macros: nothing may be called in
// between that is recorded.
#define ALLOCATE(b, with, expression) \
	b.at = expression; \
	b.way = with; \
	b.size = size; \
	b.path = path; \
	add(b.at, b.size)

#define MOVE() \
	do { \
		auto &b = blocks[dice(BLOCKS)]; \
		size_t size = dice(20) ? dice(2000) : dice(8000000); \
		if (b.at && b.way == 0 && dice(2)) { \
			void *old = b.at; \
			size_t had = b.size; \
			int of = b.path; \
			size += size == 0; \
			void *now = dice(2) ? realloc(b.at, size) \
					    : reallocarray(b.at, 1, size); \
			remove(old, had, of); \
			b.at = now; \
			b.size = size; \
			b.path = path; \
			add(now, size); \
			break; \
		} \
		if (b.at) { \
			remove(b.at, b.size, b.path); \
			switch (b.way) { \
			case 0: free(b.at); break; \
			case 1: operator delete(b.at); break; \
			case 2: delete[] (char *)b.at; break; \
			case 3: operator delete(b.at, \
					std::align_val_t(64)); break; \
			} \
			b.at = NULL; \
			break; \
		} \
		switch (dice(12)) { \
		case 0: ALLOCATE(b, 0, calloc(1, size)); break; \
		case 1: ALLOCATE(b, 0, memalign(64, size)); break; \
		case 2: ALLOCATE(b, 0, aligned_alloc(64, size)); break; \
		case 3: ALLOCATE(b, 0, valloc(size)); break; \
		case 4: \
			posix_memalign(&b.at, 32, size); \
			ALLOCATE(b, 0, b.at); \
			break; \
		case 5: size = 12; ALLOCATE(b, 0, strdup("hello world")); \
			break; \
		/* For no byte they ask malloc for one. */ \
		case 6: size += !size; \
			ALLOCATE(b, 1, operator new(size)); break; \
		case 7: size += !size; \
			ALLOCATE(b, 2, new char[size]); break; \
		case 8: ALLOCATE(b, 3, operator new(size, \
					std::align_val_t(64))); break; \
		case 9: { \
			std::vector<char> v(++size); \
			add(&v[0], size); \
			remove(&v[0], size, path); \
			break; \
		} \
		default: ALLOCATE(b, 0, malloc(size)); \
		} \
	} while (0)

template <int level, int way> struct function;

template <int level> static void call(unsigned way);

#define BODY(level, way) \
	int before = path; \
	path = path * 4 + way + 1; \
	model[path].is_used = true; \
	calls++; \
	for (int i = 0; i < 3; i++) { \
		if (dice(2)) \
			MOVE(); \
		if (level < LEVELS && calls < CALLS) \
			call<level + 1>(dice(WAYS)); \
	} \
	if (dice(2)) \
		MOVE(); \
	path = before;

template <int level> __attribute__((noinline)) void f0() { BODY(level, 0) }
template <int level> void f1() { BODY(level, 1) }
template <int level> __attribute__((noinline)) void f2() { BODY(level, 2) }
template <> void f0<LEVELS + 1>() {}
template <> void f1<LEVELS + 1>() {}
template <> void f2<LEVELS + 1>() {}

template <int level> OURS static void call(unsigned way)
{
	static void (*volatile pointer)() = f0<level>;

	if (way == 0)
		pointer();
	else if (way == 1)
		f1<level>();
	else
		f2<level>();
}

extern "C" __attribute__((profile)) void work()
{
	while (calls < CALLS)
		call<0>(dice(WAYS));
}

int main()
{
	work();
	for (int i = 0; i < PATHS * 64; i++) {
		const struct numbers *n = &model[i];

		if (n->is_used)
			printf("%d %ld %ld %ld %ld %ld %ld %ld %ld\n", i,
			       n->allocs, n->alloc_bytes, n->frees,
			       n->freed_bytes, n->live_blocks, n->live_bytes,
			       n->temporary, n->peak);
	}
	return 0;
}
END
cat >compare.py <<'END'
import os
import re
import subprocess
import sys
KEYS = ("allocs", "alloc_bytes", "frees", "freed_bytes", "live_blocks",
        "live_bytes", "temporary", "heap_peak_bytes")
model = {}
for line in open("out"):
    path, *numbers = map(int, line.split())
    model[path] = numbers
found, lines = {}, {}
dump = subprocess.run([sys.argv[1], "dump", "out.memcall"], text=True,
                      capture_output=True, check=True).stdout
for line in dump.splitlines():
    if not line.startswith("context"):
        continue
    keys = dict(re.findall(r" (\w+)=(\S+)", line))
    lines[int(keys["id"])] = line, keys
def path_of(place):
    line, keys = lines[place]
    above = int(keys["parent"]) * 64
    way = re.search(r'function="f(\d)<', line)
    if not way:
        return 0
    return path_of(above) * 4 + int(way.group(1)) + 1
for place, (line, keys) in lines.items():
    path = path_of(place)
    numbers = [int(keys.get(key, 0)) for key in KEYS]
    if path:
        found[path] = numbers
    elif any(numbers):
        print("charged, but nothing of the model:", line)
        sys.exit(1)
wrong = 0
for path in sorted(set(model) | set(found)):
    is_, should = found.get(path), model.get(path)
    if is_ != should:
        wrong += 1
        if wrong < 10:
            print(oct(path), "is", is_, "should be", should)
print(len(model), "contexts,", wrong, "wrong")
sys.exit(wrong != 0)
END
for level in -O0 -O2 '-O2 -fno-inline'; do
	compile program.cc $level -std=c++17 -Wno-unused-result
	for options in time=auto time=off time=all; do
		rm -f out.memcall
		MEMCALL_OPTIONS=mem=heap:$options MEMCALL_OUT=out.memcall \
			run ./program
		expect_status 0
		expect_silence
		python3 compare.py "$memcall" >said || {
			cat said
			fail "$level $options: $(tail -n 1 said)"
		}
	done
done
