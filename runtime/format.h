/* SPDX-License-Identifier: MIT */
/*
 * The profile file (FILE.memcall).
 *
 * The recorder maps this file and counts straight into it, so what is in the
 * file is valid at every instant: a process killed between two instructions
 * leaves a profile that can be read.  One machine writes and reads it, in its
 * own byte order and with 64-bit addresses.
 *
 * Layout
 *
 *	0                 struct mc_file_header, padded to MC_PAGE_BYTES
 *	MC_PAGE_BYTES     chunk, chunk, ... to the end of the file
 *
 * Each chunk begins with a struct mc_chunk and is a multiple of MC_PAGE_BYTES
 * long.  There are four types:
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
 *    THREAD and NODES: nodes stand one after another from chunk.first up to
 *    chunk.used.  A node whose `offset` is not its own place in the file was
 *    being written; leave it out.
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
 *	main() { a(); }  a() { b(); }  b() { if (...) a(); c(); }
 *
 *	root -- main -- a -- b -- c
 *	                ^    |
 *	                +----a'       a' has parent b and target a
 *
 * So the depth of the tree is bounded by the number of functions, and a call
 * graph is had by adding up nodes: node n is an edge from the function of its
 * parent to its own function.  (Ammons, Ball, Larus: Exploiting hardware
 * performance counters with flow and context sensitive profiling, PLDI 1997.)
 *
 * Numbers
 *
 * Ticks are of the clock named by header.clock; two pairs of readings turn
 * them into nanoseconds.  Inclusive values are kept twice, because recursion
 * must not count them twice:
 *
 *	edge_*   over the calls above which no call of the same edge (caller
 *	         function, callee function) was open in the thread
 *	outer_*  over the calls above which no call of the function was open
 *
 * Adding edge_* over the nodes of an edge, or outer_* over the nodes of a
 * function, gives the inclusive value.  self_* simply add up.  Ticks are raw:
 * they contain the hooks' own cost, which is
 *
 *	inclusive:  cost_inside  * (spans + nested) + cost_outside * nested
 *	self:       cost_inside  * calls + cost_outside * (calls made by it)
 *
 * with `spans` the number of calls summed over and `nested` the number of
 * calls that began within them.  What
 * the recorder did besides (reading /proc, growing the file) is already out.
 *
 * Open calls
 *
 * The thread's frames, in the order of its FRAMES chunks, up to the one at the
 * address thread.top (chunk.address says where each chunk was mapped; top 0:
 * none), are the calls still open when the profile was last written, but for
 * those with MC_FRAME_FORMING, MC_FRAME_CLOSING or MC_FRAME_THREAD.  Their
 * time since `start_ticks` is not yet in edge_ticks and outer_ticks: a reader
 * adds it, up to thread.mark_ticks, for frames with the flag of that sum; and
 * likewise nested (thread.calls - nested_before), memory (thread.rss_charged -
 * rss_before; the peak is rss_peak - rss_before) and faults.  self_* is
 *complete up to mark_ticks.
 */
#ifndef MC_FORMAT_H
#define MC_FORMAT_H

#include <stddef.h>
#include <stdint.h>

#define MC_FILE_MAGIC "memcall\n"
#define MC_FILE_VERSION 1
#define MC_BYTE_ORDER 0x01020304u
#define MC_PAGE_BYTES 4096u
#define MC_NO_FUNCTION 0u /* function numbers begin at 1 */
#define MC_OTHER_FUNCTION 0xffffffffu /* contexts beyond the limit */

enum mc_file_state { MC_STATE_RECORDING = 1, MC_STATE_SEALED = 2 };
enum mc_clock { MC_CLOCK_TSC = 1, MC_CLOCK_MONOTONIC = 2 };
enum mc_time_mode { MC_TIME_AUTO = 0, MC_TIME_ALL = 1, MC_TIME_OFF = 2 };
enum mc_mem_mode { MC_MEM_OFF = 0, MC_MEM_RSS = 1, MC_MEM_FULL = 2 };

/* What tells that memory may have changed. */
enum mc_gate_part {
	MC_GATE_RING =
		1, /* the kernel's count of page faults, on all threads */
	MC_GATE_BRK = 2, /* the end of the heap */
	MC_GATE_CALLS = 4, /* calls that move memory */
	MC_GATE_ROLLUP = 8, /* PSS and USS can be read */
	MC_GATE_EXACT = 16, /* resident memory is told to the page */
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
 * clock_pair[0] is of the start.  Of [1] and [2] the one numbered clock_last
 * (0: neither yet) is the newest; the other may be half written.
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
	uint64_t unsure_bytes; /* found late: of which call is not certain */
	uint64_t reserved[5];
	char program[256]; /* base name of the executable */
	char command[1024]; /* the command line, cut to fit */
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

/* The strings follow, each ended by a NUL: name, symbol, file. */
struct mc_function_record {
	uint32_t bytes; /* of the record and its strings, multiple of 8 */
	uint32_t id; /* > 0 */
	uint32_t line;
	uint32_t flags; /* MC_FUNCTION_* of memcall-abi.h */
	uint32_t name_bytes; /* with the NUL */
	uint32_t symbol_bytes;
	uint32_t file_bytes;
	uint32_t reserved;
};

enum {
	MC_THREAD_ENDED = 1,
};

struct mc_thread_record {
	uint32_t number; /* as in the chunk header */
	uint32_t tid; /* the kernel's */
	uint64_t flags; /* MC_THREAD_* */
	uint64_t start_ticks;
	uint64_t mark_ticks; /* the last event */
	uint64_t top; /* address of the innermost open frame, 0: none */
	uint64_t own_ticks; /* the recorder's own work, taken out */
	uint64_t root_offset; /* file offset of the root node */
	uint64_t calls; /* begun by the thread */
	int64_t rss_charged; /* bytes of growth found so far, all nodes */
	uint64_t faults_charged;
	int64_t pss_charged;
	int64_t uss_charged;
	char name[32]; /* the kernel's, when it began to record */
};

enum {
	MC_NODE_THREAD = 1, /* kind=thread: started by, not called by */
	MC_NODE_RSS_ESTIMATED = 2, /* some of rss_self may be another's */
	MC_NODE_PSS_MEASURED = 4, /* pss and uss are there */
	MC_NODE_PSS_ESTIMATED = 8,
	MC_NODE_RSS_MEASURED = 16, /* rss, peak and faults are there */
	MC_NODE_CONTEXT =
		32, /* started a thread; no edge of its own leads here */
};

/*
 * A calling context and the link into it.  Bytes are of growth and may be
 * negative.  min is UINT64_MAX until a call has ended.
 */
struct mc_node {
	uint64_t calls; /* begun */
	uint64_t self_ticks;
	uint64_t edge_ticks;
	uint64_t outer_ticks;
	uint64_t min_ticks;
	uint64_t max_ticks;
	uint64_t timed; /* calls that ended and were timed */
	uint64_t edge_nested;

	uint64_t outer_nested;
	int64_t rss_self_bytes;
	int64_t edge_rss_bytes;
	int64_t outer_rss_bytes;
	int64_t rss_peak_bytes;
	uint64_t self_faults;
	uint64_t edge_faults;
	uint64_t outer_faults;

	int64_t edge_pss_bytes;
	int64_t outer_pss_bytes;
	int64_t edge_uss_bytes;
	int64_t outer_uss_bytes;
	uint64_t offset; /* of this node in the file */
	uint64_t parent; /* offset, 0: this is a root */
	uint64_t target; /* offset, its own unless recursive */
	uint32_t function;
	uint32_t flags; /* MC_NODE_* */

	uint64_t edge_spans; /* calls that edge_* are the sum over */
	uint64_t outer_spans; /* calls that outer_* are the sum over */
	uint32_t depth; /* most activations of the function open at entry */
	uint32_t edge; /* the recorder's own, like what follows */
	uint64_t private_words[13];
};

enum {
	MC_FRAME_OUTERMOST_CALL = 1, /* no call of the function is open above */
	MC_FRAME_OUTERMOST_EDGE = 2, /* no call of the edge is open above */
	MC_FRAME_EXTENT = 4, /* began the extent */
	MC_FRAME_CHUNK = 8, /* the first of a chunk but the first */
	/* No call: below it runs what a thread was started for. */
	MC_FRAME_THREAD = 64,
	/* Not a call yet, or no more: a signal interrupted the recorder there.
	 */
	MC_FRAME_FORMING = 16,
	MC_FRAME_CLOSING = 32,
};

/* An open call. */
struct mc_frame {
	uint64_t node; /* file offset of the node */
	uint64_t start_ticks;
	uint64_t nested_before; /* calls the thread had begun at entry */
	int64_t rss_before; /* bytes charged to the thread at entry */
	uint64_t faults_before;
	int64_t pss_before;
	int64_t uss_before;
	int64_t rss_peak; /* the most that has been charged since entry */
	uint64_t rough_before;
	uint32_t flags; /* MC_FRAME_* */
	uint32_t reserved;
	uint64_t private_words[6];
};

_Static_assert(sizeof(struct mc_file_header) <= MC_PAGE_BYTES, "one page");
_Static_assert(sizeof(struct mc_chunk) == 64, "cache line");
_Static_assert(sizeof(struct mc_function_record) == 32, "layout");
_Static_assert(sizeof(struct mc_thread_record) == 128, "layout");
_Static_assert(sizeof(struct mc_node) == 320, "five cache lines");
_Static_assert(sizeof(struct mc_frame) == 128, "two cache lines");

#endif
