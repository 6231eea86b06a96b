// What resident memory does not see: `first` allocates 48 MB and `drop` frees
// it, so that what `churn` and `leak` allocate needs no new page.  The heap
// knows each to the byte.
// { mc-unsanitized any "a sanitizer's allocator does not reuse what is freed" }
// { mc-environment "MEMCALL_OPTIONS=mem=heap" }
// { mc-node "first" allocs=1000000 alloc_bytes=48000000 live_bytes=0 live_blocks=0 temporary=0 }
// { mc-node "churn" allocs=1000000 frees=1000000 temporary=1000000 live_bytes=0 live_blocks=0 }
// { mc-node "drop" allocs=0 frees=1000000 freed_bytes=48000000 live_bytes=0 }
// { mc-node "leak" allocs=1000001 alloc_bytes=40000006 frees=0 live_bytes=40000006 live_blocks=1000001 }
// { mc-node "resize" allocs=3 alloc_bytes=1600 frees=2 freed_bytes=600 live_self_bytes=1000 temporary=2 }
// { mc-node "work" allocs_self=0 live_self_bytes=0 live_bytes=40001006 live_blocks=1000002 temporary=1000002 }
// { mc-node "first" heap_peak_bytes=48000000 }
// { mc-edge "work -> leak" live_bytes=40000006 allocs=1000001 }
// { mc-check "node work allocs = node first allocs + node churn allocs + node leak allocs + node resize allocs" }
// { mc-check "node leak rss_bytes < 8M" }
#include <stdlib.h>
#include <string.h>

enum { COUNT = 1000000 };

static void *kept[COUNT], *volatile leaked[COUNT];
static void *volatile block;
static volatile size_t too_much = (size_t)-4096;

static void first(void)
{
	for (int i = 0; i < COUNT; i++) {
		kept[i] = malloc(48);
		memset(kept[i], 1, 48);
	}
}

static void churn(void)
{
	for (int i = 0; i < COUNT; i++) {
		block = malloc(32);
		free(block);
	}
}

static void drop(void)
{
	for (int i = 0; i < COUNT; i++)
		free(kept[i]);
}

static void leak(void)
{
	for (int i = 0; i < COUNT; i++)
		leaked[i] = malloc(40);
	block = strdup("hello");
}

static void resize(void)
{
	block = realloc(NULL, 100);
	block = realloc(block, 500);
	block = realloc(block, 1000);
	if (realloc(block, too_much))
		abort();
}

__attribute__((profile)) void work(void)
{
	first();
	churn();
	drop();
	leak();
	resize();
}

int main(void)
{
	void *before = malloc(100);

	work();
	free(before);
	return 0;
}
