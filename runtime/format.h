/* SPDX-License-Identifier: MIT */
/*
 * The profile file (FILE.memcall).
 *
 * The recorder maps this file and counts straight into it, so what is in the
 * file is valid at every instant: a process killed between two instructions
 * leaves a profile that can be read.  Addresses in it have 64 bits.  Any
 * machine with the byte order of the one that wrote it can read it, whatever
 * its processor and the size of its pages.
 *
 * Words
 *
 *	function   what was called; it has a record with its names, and a number
 *	call       one activation of a function: it begins, is open, and ends
 *	context    the open calls, outermost first, in which a call is made
 *	node       a function in a context, with its numbers: struct mc_node
 *	link       the same, seen from the caller: how the function is reached
 *	callee     of a node: a node below it.  A child is a forked process
 *	root       the node of a thread that stands for all code outside of
 *	           extents (memcall-abi.h); it has no function
 *	edge       two functions, a caller and a callee, in whatever context
 *	timed      of a call: the clock was read when it began and ended.  The
 *	           others are only counted
 *	stratum    the calls of a link among which one in so many was timed
 *	frame      the record of an open call that needs one: struct mc_frame
 *	top        a thread's innermost open call that has a frame
 *	run        a resumption of a coroutine, up to where it is suspended
 *	gate       what decides, whenever a call begins or ends, whether memory
 *	           has to be looked at; the ring, the kernel's count of a
 *	           thread's page faults, is one of its parts
 *	ticks      what a clock counts in
 *
 * Layout
 *
 *	0                 struct mc_file_header, padded to header_bytes
 *	header_bytes      chunk, chunk, ... to the end of the file
 *
 * Each chunk begins with a struct mc_chunk.  Header and chunks take whole pages
 * of the machine that writes them, which are a multiple of MC_PAGE_BYTES. There
 * are four types of chunks:
 *
 *	MC_CHUNK_FUNCTIONS  struct mc_function_record, each with its strings
 *	MC_CHUNK_THREAD     one struct mc_thread_record, then struct mc_node ...
 *	MC_CHUNK_NODES      more struct mc_node of that thread
 *	MC_CHUNK_FRAMES     struct mc_frame ...: the thread's open calls
 *
 * Reading
 *
 * 1. Check magic, version, byte_order.  Ignore nothing, trust nothing: every
 *    offset and count below may be wrong in a damaged file.
 * 2. Walk the chunks from header_bytes on.  A chunk is complete if its type is
 *    not 0, `bytes` is a multiple of MC_PAGE_BYTES of at least one page and it
 *    ends within the file.  Stop at the first that is not: the writer was
 *    interrupted there, or the file was cut; say so if bytes that are not zero
 *    remain, or if the header is sealed and the file shorter than file_bytes.
 * 3. FUNCTIONS: records follow one another (record.bytes) up to chunk.used.
 * 4. THREAD: the struct mc_thread_record stands right after the chunk header.
 *    THREAD and NODES: nodes, each with its slots (mc_node_bytes) and, with
 *    MC_MEM_HEAP, a struct mc_node_heap, stand one after another from
 *    chunk.first up to chunk.used.  A node whose `offset` is
 *    not its own place in the file was being written; leave it out.
 * 5. FRAMES: frames stand one after another from chunk.first for as many as
 *    fit the chunk; which of them are open is said below.
 *
 * The tree
 *
 * Every thread has its own calling-context tree.  Its root is the first node
 * of the THREAD chunk; function is MC_NO_FUNCTION there.  A node is a *link*
 * as well: "function, called in the context `parent`".  Where the function is
 * already among the ancestors, the link is recursive and leads back: `target`
 * is that ancestor, and what is called from there hangs below it.  Otherwise
 * `target` is the node itself.  For
 *
 *	main() { a(); }  a() { b(); }  b() { if (...) a(); }
 *
 * the tree is
 *
 *	root -- main -- a -- b -- a' -- b' -- a''
 *	                          ^------------'	target of a''
 *
 * To fold recursion, a link leads back to an ancestor of the same edge, but
 * only if all edges between the two stand above the ancestor as well.  So
 * nothing is forgotten by going back: the path from the root to a node has the
 * functions and edges that are open when the node runs.  In the example, a' is
 * a node of its own, as b -> a is new.  So is b', as a' is not above b.  Only
 * b' -> a leads back, to a'.
 *
 * If that would take too many nodes, a link leads back to the next ancestor of
 * the same function all the same (MC_NODE_CUT).
 *
 * The zone
 *
 * The recorder tells so many contexts apart and no more (contexts=).  Beyond
 * that, contexts of one function are one: the thread's zone has a node for each
 * function and a link for each edge.  They have MC_NODE_ZONE.  After
 *
 *	root -- main -- a
 *
 * the budget is spent, and a calls b, which calls a:
 *
 *	root -+- main -- a
 *	      +- any -+- a -- b'	target of b': b
 *		      +- b -- a'	target of a': a
 *
 * The function of `any` is MC_ANY_FUNCTION.  The nodes below it stand for
 * functions, whoever calls them; nothing is counted there.  Those below these
 * are links.  A call by the context a that is told apart has led to b', too.
 * What is called in the zone is in the zone.  So its size is bounded by the
 * number of edges, and each edge's calls, time and memory are what they are.
 * Only what they are part of is not known (report/zone.h).
 *
 * Of a recursive link it is known that its function is open above.  A link of
 * the zone may lead there or not, and counts as if: `depth` is one too many.
 *
 * To make a call graph, add up nodes: node n is an edge from the function of
 * its parent to its own function.  (Ammons, Ball, Larus: Exploiting hardware
 * performance counters with flow and context sensitive profiling, PLDI 1997.)
 *
 * Functions whose records have the same strings and flags, but for
 * MC_FUNCTION_MARKED, are one: units may have given an inline function other
 * slots, so that a node may have several callees of it.
 *
 * A coroutine has two functions with the same strings.  Calls of the one start
 * it.  Calls of the other resume it, and are no calls of the coroutine
 * (MC_FUNCTION_RESUMED, MC_NODE_RESUMED).
 *
 * Numbers
 *
 * Ticks are those of the clock named by header.clock; two pairs of readings
 * turn them into nanoseconds.  All numbers of a node are its own.  To make
 * inclusive ones, add up a node and all below it.  Those of a function are the
 * sum over all nodes that have it on their path, each node once; those of an
 * edge, likewise.
 *
 *	calls	begun: base + due - left (mc_node_calls), and light ones, none
 *		of which was timed: those in `light`, and the counts of all
 *		slots that lead to the node.  Calls of inner functions are in
 *		the slots of their callers alone (struct mc_inner_record)
 *	self	With time=auto some calls are not timed.  Their time is in the
 *		self_ticks of the innermost timed call around them; the node
 *		itself gets an estimate.  The calls of a node come in strata, in
 *		each of which one call in so many was timed, at random.  If a
 *		stratum has n calls, m of them timed, and r ticks in these,
 *
 *			scaled = sum over strata of n * r / m
 *
 *		estimates the ticks of all calls.  Of these, scaled - self_ticks
 *		are in callers' self_ticks.  Hence
 *
 *			self = scaled - sum over callees of
 *					(scaled - self_ticks)
 *
 *		where callees are the nodes below the target.  The sum over the
 *		tree is that of self_ticks: the time that passed.  For the last
 *		stratum, n = calls - stratum_calls, and likewise m and r;
 *		`scaled_ticks` is the sum over the strata before it.
 *	wait	With MC_GATE_SWITCHES or MC_GATE_CLOCKS a thread's clock stands
 *		still while it is off the processor: ticks are time on it.  The
 *		time off it is in wait_ns of the node that was the position, in
 *		nanoseconds.  It was waiting for something, except for
 *		preempted_ns, in which others had the processor.  Wall-clock
 *		time is the sum: self and wait.  min_ticks and max_ticks of a
 *		call contain its waiting, but not preemption.
 *	heap	With MC_MEM_HEAP each node has a struct mc_node_heap behind its
 *		slots (MC_NODE_HEAP).  Of the blocks that were allocated there,
 *		those that are gone are counted apart by who freed them: the
 *		thread of the node, or another one.  peak_bytes is what was
 *		alive of them when the whole heap was largest, if peak_epoch is
 *		that of the header; else nothing has changed since, and it is
 *		what is alive now.
 *	CPU	Where a thread has tick_ns, its CPU clock ticked that often, and
 *		the node that was the position has one more in cpu_ticks.  They
 *		are a random sample of the thread's time on the processor, with
 *		the hooks' cost.  With MC_THREAD_USER_TICKS it ticked in user
 *		code, and was made up for in the kernel as far as known.
 *		They tell where the time of calls went that were not timed
 *		(report/regions.h); `scaled` does where there are too few.
 *	cost	Ticks contain the hooks' own cost.  Each timed call has put
 *		cost_inside into its own self_ticks and cost_outside into its
 *		caller's; each other call has put cost_untimed into its
 *		caller's, or cost_light if it was a light one.  What the
 *		recorder did besides (reading /proc, growing the file) is out
 *		already.
 *	error	`variance` is that of scaled_ticks.  `squares` is a sum over the
 *		timed calls of the last stratum: of the squares of their ticks.
 *		(Cochran, Sampling Techniques, 5.3: stratified random sampling.)
 *
 * Open calls
 *
 * Frames are in the order of the thread's FRAMES chunks.  Those up to the one
 * at the address thread.top are of calls that were open when the profile was
 * last written, except those with MC_FRAME_FORMING, MC_FRAME_CLOSING or
 * MC_FRAME_THREAD.  (chunk.address says where each chunk was mapped; if top is
 * 0 there is none.)  Timed calls have a frame, and a few others.
 *
 * The numbers of open calls are in the nodes already, up to thread.mark_ticks.
 * Only their peak of memory (rss_peak - rss_before), min and max are not.
 *
 * With MC_THREAD_ELSEWHERE the thread ran on another stack than its own.  Calls
 * there have their frames in no chunk, the one at thread.top among them, and
 * any of the frames in the chunks may be open.
 */
#ifndef MC_FORMAT_H
#define MC_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#define MC_FILE_MAGIC "memcall\n"
#define MC_FILE_VERSION 9
#define MC_BYTE_ORDER 0x01020304u
#define MC_PAGE_BYTES 4096u /* of the smallest pages */
#define MC_NO_FUNCTION 0u /* function numbers begin at 1 */
#define MC_OTHER_FUNCTION 0xffffffffu /* what the file has no room for */
#define MC_ANY_FUNCTION 0xfffffffdu /* of the node above a thread's zone */

enum mc_file_state { MC_STATE_RECORDING = 1, MC_STATE_SEALED = 2 };
/* The processor's counter (arch/), or clock_gettime. */
enum mc_clock { MC_CLOCK_COUNTER = 1, MC_CLOCK_MONOTONIC = 2 };
enum mc_time_mode { MC_TIME_AUTO = 0, MC_TIME_ALL = 1, MC_TIME_OFF = 2 };
/* MC_MEM_HEAP: all of MC_MEM_FULL, and the heap. */
enum mc_mem_mode {
	MC_MEM_OFF = 0,
	MC_MEM_RSS = 1,
	MC_MEM_FULL = 2,
	MC_MEM_HEAP = 3,
};

/* The parts of the gate: what tells that memory may have changed. */
enum mc_gate_part {
	MC_GATE_RING =
		1, /* the kernel's count of page faults, on all threads */
	MC_GATE_BRK = 2, /* the end of the heap */
	MC_GATE_CALLS = 4, /* calls that move memory */
	MC_GATE_ROLLUP = 8, /* PSS and USS can be read */
	MC_GATE_EXACT = 16, /* resident memory is told to the page */
	MC_GATE_SWITCHES = 32, /* the ring tells when a thread is off the
				  processor, on all threads */
	MC_GATE_CLOCKS = 64, /* clocks are read for that, on some of them */
};

enum mc_chunk_type {
	MC_CHUNK_FUNCTIONS = 1,
	MC_CHUNK_THREAD = 2,
	MC_CHUNK_NODES = 3,
	MC_CHUNK_FRAMES = 4,
};

/* The tick counter and CLOCK_MONOTONIC, read together. */
struct mc_clock_pair {
	uint64_t ticks;
	uint64_t ns;
};

/*
 * clock_pair[0] is of the start.  clock_pair[clock_last] is the newest; the
 * other one of [1] and [2] may be half written.  If clock_last is 0, there is
 * neither of the two yet.
 */
struct mc_file_header {
	char magic[8];
	uint32_t version;
	uint32_t header_bytes; /* where the chunks begin */
	uint32_t byte_order;
	uint32_t state; /* enum mc_file_state */
	uint64_t file_bytes; /* length of the file */
	uint64_t pid;
	uint64_t start_realtime_ns; /* CLOCK_REALTIME */
	uint32_t clock; /* enum mc_clock */
	uint32_t clock_last;
	struct mc_clock_pair clock_pair[3];
	uint64_t cost_inside_mticks; /* hooks' cost, 1/1000 tick a call: */
	uint64_t cost_outside_mticks; /* within / around the timed window */
	uint64_t cost_untimed_mticks; /* a call that is only counted */
	uint32_t time_mode; /* enum mc_time_mode */
	uint32_t mem_mode; /* enum mc_mem_mode */
	uint64_t mem_reads; /* times /proc/self/statm was read */
	uint64_t rollup_reads; /* times smaps_rollup was read */
	uint64_t own_bytes; /* the recorder's memory, taken out of RSS */
	uint64_t extents; /* outermost marked calls begun */
	uint64_t threads; /* threads that recorded */
	uint64_t lost_calls; /* calls that could not be recorded */
	uint64_t folded_contexts; /* calls counted under MC_OTHER_FUNCTION */
	uint64_t prune; /* 0: MEMCALL_OPTIONS=prune=off, else 1 */
	uint64_t gate; /* enum mc_gate_part: how memory was watched */
	int64_t external_pss_bytes; /* growth that other processes caused */
	uint64_t unsure_bytes; /* found late: which call's is not certain */
	uint64_t cost_light_mticks; /* a light call */
	uint64_t contexts; /* that are told apart, at most (contexts=) */
	uint32_t page_bytes; /* of the machine's memory; 0 stands for 4096 */
	uint32_t reserved_word;
	uint64_t reserved;
	char program[256]; /* base name of the executable, or of its link */
	char command[1024]; /* the command line at the start, cut to fit */
	char host[64]; /* as uname(2) has it, cut to fit; "": not known */
	uint32_t rank; /* of the process in its parallel job, from 1 on, which
			  is that of MPI + 1; 0: it has none */
	uint32_t reserved_rank;
	uint64_t heap_live_bytes; /* allocated in extents, and alive now; */
	uint64_t heap_peak_bytes; /* the most that ever were; and which time */
	uint64_t heap_epoch; /* this is that they were more than ever */
	uint64_t heap_untracked; /* blocks that were not followed, as there was
				  */
	uint64_t heap_untracked_bytes; /* no room to note them */
	uint64_t cost_heap_mticks; /* of an allocation and its free */
};

struct mc_chunk {
	uint32_t type; /* enum mc_chunk_type, stored last */
	uint32_t thread; /* number of the thread, from 1; 0: none */
	uint64_t bytes; /* of the whole chunk */
	uint64_t address; /* of this header in the recording process */
	uint64_t first; /* offset in the chunk of its first record */
	uint64_t used; /* offset in the chunk where its records end */
	uint64_t offset; /* of the chunk in the file */
	uint64_t reserved[2];
};

/* The strings follow, each ended by a NUL: name, symbol, file; and, from a
   multiple of 8 on, struct mc_inner_record. */
struct mc_function_record {
	uint32_t bytes; /* of all that, multiple of 8 */
	uint32_t id; /* > 0 */
	uint32_t line;
	uint32_t flags; /* MC_FUNCTION_* of memcall-abi.h */
	uint32_t name_bytes; /* with the NUL */
	uint32_t symbol_bytes;
	uint32_t file_bytes;
	uint32_t layout; /* of its slots: struct mc_function */
	uint32_t inners; /* struct mc_inner_record */
	uint32_t reserved;
};

/*
 * An inner function (memcall-abi.h): the count of its calls by the function is
 * in the slot SLOT, and the slots from SLOT + 1 on, up to the next record's,
 * are those of the calls that it makes, as its own records say.
 */
struct mc_inner_record {
	uint32_t function; /* id; 0: it is not known */
	uint32_t slot;
};

enum {
	MC_THREAD_ENDED = 1,
	MC_THREAD_ELSEWHERE = 2, /* it runs on another stack than its own */
	MC_THREAD_USER_TICKS = 4, /* its clock does not tick in the kernel */
};

struct mc_thread_record {
	uint32_t number; /* as in the chunk header */
	uint32_t tid; /* the kernel's */
	uint32_t flags; /* MC_THREAD_* */
	uint32_t uses; /* how many threads it was of, one after the other; tid,
			  name and flags are the last one's; 0 stands for 1 */
	uint64_t start_ticks;
	uint64_t mark_ticks; /* the last event */
	uint64_t top; /* address of the innermost open frame, 0: none */
	uint64_t own_ticks; /* what is taken out: the recorder's own work, */
	uint64_t root_offset; /* file offset of the root node */
	uint64_t timed; /* calls timed by the thread */
	int64_t rss_charged; /* bytes of growth found so far, all nodes */
	uint64_t faults_charged;
	int64_t pss_charged;
	int64_t uss_charged;
	char name[32]; /* the kernel's, when it began to record */
	uint64_t off_ticks; /* and, in own_ticks, time off the processor */
	uint32_t tick_ns; /* period of its CPU clock's ticks; 0: there were
			     none */
	uint32_t reserved_word;
	uint64_t ticked_ns; /* how long it was on the processor until the ticks
			       were stopped; 0: they were not */
	uint64_t reserved[5];
};

enum {
	MC_NODE_THREAD = 1, /* kind=thread: started by, not called by */
	MC_NODE_RSS_ESTIMATED = 2, /* some of rss_self may be another's */
	MC_NODE_PSS_MEASURED = 4, /* the node has pss and uss */
	MC_NODE_PSS_ESTIMATED = 8,
	MC_NODE_RSS_MEASURED = 16, /* the node has rss, peak and faults */
	/* Started a thread; no edge of its own leads here. */
	MC_NODE_CONTEXT = 32,
	MC_NODE_CUT = 64, /* leads back, and by that forgets an edge */
	MC_NODE_FRAMED = 128, /* each call has a frame */
	/* Began extents, one of which ended with PSS and USS estimated.  Those
	   of the others were read at both ends. */
	MC_NODE_PSS_UNSETTLED = 256,
	MC_NODE_PEAK_ESTIMATED = 512, /* some calls had no frame */
	/* Some calls were taken for ended when they made a tail call. */
	MC_NODE_DEPTH_ESTIMATED = 1024,
	MC_NODE_COROUTINE = 2048, /* calls start a coroutine */
	MC_NODE_RESUMED = 4096, /* calls resume a coroutine */
	MC_NODE_HANDED = 8192, /* the recorder's own */
	MC_NODE_ZONE = 16384, /* its context was not told from others */
	MC_NODE_HEAP = 32768, /* a struct mc_node_heap is behind its slots */
};

/*
 * A node.  Bytes are growth and may be negative.  min_ticks is UINT64_MAX until
 * a timed call has ended.
 *
 * The cache lines, in order: what each call touches; more links, and what is
 * set once; what each timed call writes; strata and memory; and the rest.
 * Their number is odd, so that the first lines of many nodes spread over all of
 * a cache.
 */
struct mc_node {
	/* struct mc_link of memcall-abi.h */
	uint32_t due;
	int32_t left;
	uint32_t function;
	uint32_t kid_words[13]; /* the recorder's own */

	uint16_t slots; /* struct mc_node_slot that follow the node; */
	uint16_t unbound; /* the first ones are for inner functions */
	uint32_t thread; /* the recorder's own */
	uint64_t light_words[3]; /* the recorder's own */
	uint64_t light; /* light calls that are in no slot any more */
	uint32_t parent; /* offset in lines; 0: this is a root */
	uint32_t target; /* the same, its own unless recursive */
	uint64_t wait_ns; /* the thread was off the processor here, */
	uint64_t preempted_ns; /* and of that, could have run */

	uint64_t timed; /* calls that were begun and timed */
	uint64_t self_ticks;
	uint64_t min_ticks;
	uint64_t max_ticks;
	uint64_t base;
	double squares; /* in the last stratum */
	uint32_t flags; /* MC_NODE_* */
	uint32_t depth; /* most activations of the function seen open */
	uint64_t offset; /* of this node in the file */

	uint64_t scaled_ticks; /* over all strata but the last */
	double variance;
	uint64_t stratum_calls; /* where the last stratum began */
	uint64_t stratum_ticks;
	uint32_t edge; /* the recorder's own */
	uint32_t cpu_ticks; /* of the thread's CPU clock, here */
	int64_t rss_self_bytes;
	int64_t rss_peak_bytes; /* inclusive, of any one call */
	uint64_t self_faults;

	int64_t pss_self_bytes;
	int64_t uss_self_bytes;
	uint64_t stratum_timed;
	uint64_t private_words[5]; /* the recorder's own */
};

/*
 * A slot of a node, for the light calls of one callee (memcall-abi.h).  Slots
 * stand right behind their node.  They and it take whole lines together.
 */
struct mc_node_slot {
	uint64_t count; /* calls; of the node at MC_NODE_LINE * link */
	uint64_t kid; /* the recorder's own */
	uint32_t link; /* 0: none were made */
	uint32_t number; /* the recorder's own */
};

/*
 * What a node did with the heap: two lines.  A call of realloc is an allocation
 * and a free.
 */
struct mc_node_heap {
	uint64_t allocs; /* blocks allocated */
	uint64_t alloc_bytes; /* as was asked for */
	uint64_t gone_blocks; /* of these: freed by the node's own thread */
	uint64_t gone_bytes;
	uint64_t peak_bytes; /* "heap" above */
	uint64_t peak_epoch;
	uint64_t temporary; /* of these: freed before the thread allocated
			       again */
	uint32_t thread; /* the recorder's own */
	uint32_t reserved_word;

	uint64_t frees; /* blocks freed here, wherever they were allocated */
	uint64_t freed_bytes;
	uint64_t taken_blocks; /* allocated here, freed by other threads */
	uint64_t taken_bytes;
	uint64_t reserved[4];
};

#define MC_NODE_LINE 64u

/* The bytes that a node takes with that many SLOTS. */
static inline uint64_t mc_node_bytes(uint32_t slots)
{
	uint64_t bytes = sizeof(struct mc_node) +
			 (uint64_t)slots * sizeof(struct mc_node_slot);

	return (bytes + MC_NODE_LINE - 1) & ~(uint64_t)(MC_NODE_LINE - 1);
}

/* The bytes allocated in the node that HEAP is of, and not freed. */
static inline uint64_t mc_node_heap_live(const struct mc_node_heap *heap)
{
	return heap->alloc_bytes - heap->gone_bytes - heap->taken_bytes;
}

/* A file OFFSET in lines, as nodes name one another. */
static inline uint32_t mc_node_line(uint64_t offset)
{
	return (uint32_t)(offset / MC_NODE_LINE);
}

static inline uint64_t mc_node_offset(uint32_t line)
{
	return (uint64_t)line * MC_NODE_LINE;
}

/* Calls begun, but for light ones. */
static inline uint64_t mc_node_calls(const struct mc_node *node)
{
	return node->base + node->due - (uint64_t)(int64_t)node->left;
}

enum {
	MC_FRAME_EXTENT = 4, /* the call began the extent */
	MC_FRAME_CHUNK = 8, /* the first of a chunk that is not the first */
	/* A signal interrupted the recorder before the call was begun, */
	MC_FRAME_FORMING = 16,
	MC_FRAME_CLOSING = 32, /* or when it was no longer open. */
	/* No call: what a thread was started for is above it. */
	MC_FRAME_THREAD = 64,
	MC_FRAME_TIMED = 128,
	MC_FRAME_ARRIVED = 256, /* called by code that is not instrumented */
	MC_FRAME_RUN = 512, /* a resumption of a coroutine */
};

/* An open call. */
struct mc_frame {
	uint64_t node; /* file offset of the node */
	uint64_t start_ticks; /* if it is timed */
	uint64_t self_before; /* self_ticks of the node at entry */
	int64_t rss_before; /* bytes charged to the thread at entry */
	int64_t rss_peak; /* the most that has been charged since entry */
	uint32_t flags; /* MC_FRAME_* */
	uint32_t reserved;
	uint64_t private_words[10];
};

_Static_assert(sizeof(struct mc_file_header) <= MC_PAGE_BYTES, "one page");
_Static_assert(sizeof(struct mc_chunk) == 64, "cache line");
_Static_assert(sizeof(struct mc_function_record) == 40, "layout");
_Static_assert(sizeof(struct mc_inner_record) == 8, "layout");
_Static_assert(sizeof(struct mc_thread_record) == 192, "layout");
_Static_assert(sizeof(struct mc_node) == 320, "five cache lines");
_Static_assert(sizeof(struct mc_node_slot) == 24, "layout");
_Static_assert(sizeof(struct mc_node_heap) == 128, "two cache lines");
_Static_assert(sizeof(struct mc_frame) == 128, "two cache lines");

#endif
