/* SPDX-License-Identifier: MIT */
/*
 * The table of metrics: MC_METRIC(number, fields of struct mc_metric_row), and
 * above it MC_METRIC_GETTER(name, expression), what the node N has of it, where
 * a getter is needed.  Numbers are in the order in which dump, DOT and JSON
 * have them; new ones go to the end.
 *
 * metric.h makes the enum of it, metric.c the rows; it is included by these
 * only.
 */
/* clang-format off */

MC_METRIC_GETTER(get_calls, n->flags & MC_NODE_RESUMED
	? 0 : limit(mc_node_calls(n)))
MC_METRIC(MC_CALLS,
	.name = "calls",
	.meaning = "Calls begun, with those still open at the end.",
	.is_compared = true,
	.sum = MC_METRIC_OWN,
	.get = get_calls,
	.title = "calls", .line = 1,
	.column = {"calls", 5, MC_METRIC_KEPT},
	.page = {"calls", 1, 0},
	.sort = "calls",
	.colour = {3, NULL, "calls", "calls"},
	.stack = {"calls", "calls", "calls", "calls", "Calls"})

MC_METRIC(MC_TOTAL_NS,
	.name = "total_ns",
	.meaning = "Time with callees; of a recursive function that of its "
		   "outermost calls.",
	.unit = MC_METRIC_NS,
	.is_compared = true,
	.needs = MC_METRIC_TIMES,
	.is_estimated = true, .error = MC_TOTAL_ERROR_NS,
	.title = "total", .line = 3,
	.column = {"total", 4, MC_METRIC_KEPT}, .share = {"total%", 3, 18},
	.page = {"total", 4, 0},
	.sort = "total",
	.colour = {1, "time", "time", "of the recorded time"})

MC_METRIC(MC_SELF_NS,
	.name = "self_ns",
	.meaning = "Time without callees.",
	.unit = MC_METRIC_NS,
	.is_compared = true,
	.needs = MC_METRIC_TIMES,
	.is_of_functions = true, .with_callees = MC_TOTAL_NS,
	.is_estimated = true, .error = MC_SELF_ERROR_NS,
	.title = "self", .line = 4,
	.column = {"self", 2, MC_METRIC_KEPT}, .share = {"self%", 1, 20},
	.page = {"self", 3, 0},
	.sort = "self",
	.colour = {2, "self", "own time", "of the recorded time, its own"},
	.stack = {"ns", "time", "time", "ns", "Time in ns"})

MC_METRIC(MC_MIN_NS,
	.name = "min_ns",
	.meaning = "The shortest call.",
	.unit = MC_METRIC_NS, .is_of_call = true,
	.needs = MC_METRIC_TIMES,
	.is_estimated = true,
	.title = "shortest", .line = 10,
	.column = {"min", 8, 1},
	.page = {"min", 5, 0})

MC_METRIC(MC_MAX_NS,
	.name = "max_ns",
	.meaning = "The longest call.",
	.unit = MC_METRIC_NS, .is_of_call = true,
	.needs = MC_METRIC_TIMES,
	.is_estimated = true,
	.title = "longest", .line = 11,
	.column = {"max", 9, 3},
	.page = {"max", 6, 0})

MC_METRIC_GETTER(get_rss, n->rss_self_bytes)
MC_METRIC(MC_RSS_BYTES,
	.name = "rss_bytes",
	.meaning = "Net growth of resident memory during the calls; may be "
		   "negative.",
	.unit = MC_METRIC_BYTES, .is_net = true,
	.is_compared = true,
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_READINGS,
	.get = get_rss,
	.is_estimated = true, .estimated_by = MC_NODE_RSS_ESTIMATED,
	.title = "RSS added", .line = 12,
	.column = {"rss", 11, 22},
	.page = {"RSS", 7, 0},
	.sort = "rss",
	.colour = {4, "rss", "memory added", "resident memory added"})

MC_METRIC(MC_RSS_SELF_BYTES,
	.name = "rss_self_bytes",
	.meaning = "The same without callees.",
	.unit = MC_METRIC_BYTES, .is_net = true,
	.sum = MC_METRIC_OWN, .needs = MC_METRIC_READINGS,
	.get = get_rss,
	.is_of_functions = true,
	.is_estimated = true, .estimated_by = MC_NODE_RSS_ESTIMATED,
	.raw = "rss_self_bytes", .raw_by = MC_NODE_RSS_MEASURED,
	.title = "RSS added by itself", .line = 13,
	.column = {"rss self", 10, 2},
	.page = {"RSS self", 8, 0},
	.stack = {"bytes", "memory that was added", "rss", "rss",
		  "Growth of resident memory in bytes"})

/* Calls without a frame may have risen by more. */
MC_METRIC_GETTER(get_peak, n->rss_peak_bytes)
MC_METRIC(MC_RSS_PEAK_BYTES,
	.name = "rss_peak_bytes",
	.meaning = "The most that resident memory rose above its value at "
		   "entry during any one call.",
	.unit = MC_METRIC_BYTES,
	.sum = MC_METRIC_MOST, .needs = MC_METRIC_READINGS,
	.get = get_peak,
	.is_estimated = true, .estimated_by = MC_NODE_RSS_ESTIMATED,
	.is_bounded = true, .bounded_by = MC_NODE_PEAK_ESTIMATED,
	.raw = "rss_peak_bytes", .raw_by = MC_NODE_RSS_MEASURED,
	.title = "RSS peak", .line = 14,
	.column = {"peak", 12, 21},
	.page = {"peak", 9, 0},
	.sort = "peak",
	.colour = {5, "peak", "memory at the peak",
		   "resident memory at the peak"})

MC_METRIC_GETTER(get_pss, n->pss_self_bytes)
MC_METRIC(MC_PSS_BYTES,
	.name = "pss_bytes",
	.meaning = "Net growth of proportional memory.",
	.unit = MC_METRIC_BYTES, .is_net = true,
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_MEMORY,
	.get = get_pss, .present_by = MC_NODE_PSS_MEASURED,
	.is_estimated = true, .estimated_by = MC_NODE_PSS_ESTIMATED,
	.raw = "pss_self_bytes", .raw_by = MC_NODE_PSS_MEASURED,
	.title = "PSS added", .line = 15)

MC_METRIC_GETTER(get_uss, n->uss_self_bytes)
MC_METRIC(MC_USS_BYTES,
	.name = "uss_bytes",
	.meaning = "Net growth of private memory.",
	.unit = MC_METRIC_BYTES, .is_net = true,
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_MEMORY,
	.get = get_uss, .present_by = MC_NODE_PSS_MEASURED,
	.is_estimated = true, .estimated_by = MC_NODE_PSS_ESTIMATED,
	.raw = "uss_self_bytes", .raw_by = MC_NODE_PSS_MEASURED,
	.title = "USS added", .line = 16)

MC_METRIC_GETTER(get_faults, limit(n->self_faults))
MC_METRIC(MC_FAULTS,
	.name = "faults",
	.meaning = "Pages touched for the first time.",
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_READINGS,
	.get = get_faults,
	.is_estimated = true,
	.raw = "self_faults", .raw_by = MC_NODE_RSS_MEASURED,
	.title = "pages touched first", .line = 17,
	.stack = {.event = "faults",
		  .event_title = "Pages touched for the first time"})

MC_METRIC(MC_DEPTH,
	.name = "depth",
	.meaning = "Most activations open at once in one thread.",
	.is_of_functions = true,
	.is_bounded = true,
	.title = "depth", .line = 18)

MC_METRIC_GETTER(get_timed, n->flags & MC_NODE_RESUMED
	? 0 : limit(n->timed))
MC_METRIC(MC_TIMED,
	.name = "timed",
	.meaning = "Calls that were timed.",
	.sum = MC_METRIC_OWN, .needs = MC_METRIC_TIMES,
	.get = get_timed,
	.is_of_functions = true,
	.title = "calls timed", .line = 19)

/* Plus or minus. */
MC_METRIC(MC_TOTAL_ERROR_NS,
	.name = "total_error_ns",
	.meaning = "How far off an estimated total_ns may be.",
	.unit = MC_METRIC_NS,
	.needs = MC_METRIC_TIMES)

MC_METRIC(MC_SELF_ERROR_NS,
	.name = "self_error_ns",
	.meaning = "How far off an estimated self_ns may be.",
	.unit = MC_METRIC_NS,
	.needs = MC_METRIC_TIMES,
	.is_of_functions = true)

MC_METRIC_GETTER(get_resumes, n->flags & MC_NODE_RESUMED
	? limit(mc_node_calls(n)) : 0)
MC_METRIC(MC_RESUMES,
	.name = "resumes",
	.meaning = "Times that the coroutine was resumed; absent of what is "
		   "none.",
	.sum = MC_METRIC_OWN,
	.get = get_resumes, .present_by = MC_NODE_COROUTINE,
	.raw = "resumes", .raw_by = MC_NODE_RESUMED,
	.title = "resumes", .line = 2, .noun = "resume",
	.column = {"resumes", 6, 16},
	.page = {"resumes", 2, 0})

/* contexts.c counts them: a context does not know. */
MC_METRIC(MC_THREADS,
	.name = "threads",
	.meaning = "Threads that were started for it; of those that followed "
		   "one another, each of which may have called it, at most so "
		   "many. Absent if none was.",
	.is_sparse = true,
	.sum = MC_METRIC_OWN,
	.title = "threads started", .line = 20)

/* Those of time above are their sums with what the thread waited. */
MC_METRIC(MC_CPU_NS,
	.name = "cpu_ns",
	.meaning = "The part of total_ns on the processor.",
	.unit = MC_METRIC_NS,
	.is_compared = true,
	.needs = MC_METRIC_CLOCKS,
	.is_estimated = true, .error = MC_CPU_ERROR_NS,
	.title = "on CPU", .line = 5,
	.column = {"cpu", 16, 5}, .share = {"cpu%", 15, 18},
	.page = {"cpu", 11, 0},
	.colour = {6, "cpu", "CPU time", "of the CPU time"})

MC_METRIC(MC_CPU_SELF_NS,
	.name = "cpu_self_ns",
	.meaning = "The part of self_ns on the processor.",
	.unit = MC_METRIC_NS,
	.is_compared = true,
	.needs = MC_METRIC_CLOCKS,
	.is_of_functions = true, .with_callees = MC_CPU_NS,
	.is_estimated = true, .error = MC_CPU_SELF_ERROR_NS,
	.title = "on CPU itself", .line = 6,
	.column = {"cpu self", 14, 13}, .share = {"cpu self%", 13, 20},
	.page = {"cpu self", 10, 0},
	.sort = "cpu",
	.stack = {"cpu", "CPU time", "cpu", "cpu", "Time on the CPU in ns"})

MC_METRIC_GETTER(get_wait, limit(n->wait_ns))
MC_METRIC(MC_WAIT_NS,
	.name = "wait_ns",
	.meaning = "The rest of total_ns: off the processor.",
	.unit = MC_METRIC_NS,
	.is_compared = true,
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_CLOCKS,
	.get = get_wait,
	.is_estimated = true,
	.title = "waiting", .line = 7,
	.column = {"wait", 20, 11}, .share = {"wait%", 19, 18},
	.page = {"wait", 13, 0},
	.colour = {7, "wait", "waiting", "of the time waited"})

MC_METRIC(MC_WAIT_SELF_NS,
	.name = "wait_self_ns",
	.meaning = "The rest of self_ns: off the processor.",
	.unit = MC_METRIC_NS,
	.is_compared = true,
	.sum = MC_METRIC_OWN, .needs = MC_METRIC_CLOCKS,
	.get = get_wait,
	.is_of_functions = true, .with_callees = MC_WAIT_NS,
	.raw = "wait_self_ns",
	.title = "waiting itself", .line = 8,
	.column = {"wait self", 18, 6}, .share = {"wait self%", 17, 20},
	.page = {"wait self", 12, 0},
	.sort = "wait",
	.stack = {"wait", "waiting", "wait", "wait", "Time off the CPU in ns"})

MC_METRIC_GETTER(get_preempted, limit(n->preempted_ns < n->wait_ns
	? n->preempted_ns : n->wait_ns))
MC_METRIC(MC_PREEMPTED_NS,
	.name = "preempted_ns",
	.meaning = "The part of wait_ns in which others had the processor.",
	.unit = MC_METRIC_NS,
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_CLOCKS,
	.get = get_preempted,
	.is_estimated = true,
	.raw = "preempted_self_ns",
	.title = "preempted", .line = 9,
	.column = {"preempted", 21, 7},
	.page = {"preempted", 14, 0},
	.is_occasional = true)

MC_METRIC(MC_CPU_ERROR_NS,
	.name = "cpu_error_ns",
	.meaning = "How far off an estimated cpu_ns may be.",
	.unit = MC_METRIC_NS,
	.needs = MC_METRIC_CLOCKS)

MC_METRIC(MC_CPU_SELF_ERROR_NS,
	.name = "cpu_self_error_ns",
	.meaning = "How far off an estimated cpu_self_ns may be.",
	.unit = MC_METRIC_NS,
	.needs = MC_METRIC_CLOCKS,
	.is_of_functions = true)

/* What is allocated: blocks and bytes, with callees and without. */
MC_METRIC_GETTER(get_allocs, limit(heap_of(n)->allocs))
MC_METRIC(MC_ALLOCS,
	.name = "allocs",
	.meaning = "Blocks allocated during the calls; realloc allocates one "
		   "and frees one.",
	.is_compared = true,
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_HEAP,
	.get = get_allocs,
	.is_estimated = true,
	.title = "allocations", .line = 21,
	.column = {"allocs", 23, 8},
	.colour = {10, "allocs", "allocations", "allocations"})

MC_METRIC(MC_ALLOCS_SELF,
	.name = "allocs_self",
	.meaning = "The same without callees.",
	.sum = MC_METRIC_OWN, .needs = MC_METRIC_HEAP,
	.get = get_allocs,
	.is_of_functions = true, .with_callees = MC_ALLOCS,
	.raw = "allocs",
	.title = "allocations itself", .line = 22,
	.column = {"allocs self", 22, 9},
	.sort = "allocs",
	.stack = {"allocs", "allocations", "alloc_objects", "allocs",
		  "Blocks allocated"})

MC_METRIC_GETTER(get_alloc_bytes, limit(heap_of(n)->alloc_bytes))
MC_METRIC(MC_ALLOC_BYTES,
	.name = "alloc_bytes",
	.meaning = "Bytes asked for by these allocations.",
	.unit = MC_METRIC_BYTES,
	.is_compared = true,
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_HEAP,
	.get = get_alloc_bytes,
	.is_estimated = true,
	.title = "allocated", .line = 23,
	.column = {"alloc", 25, 10},
	.colour = {8, "heap", "memory allocated", "memory allocated"})

MC_METRIC(MC_ALLOC_SELF_BYTES,
	.name = "alloc_self_bytes",
	.meaning = "The same without callees.",
	.unit = MC_METRIC_BYTES,
	.sum = MC_METRIC_OWN, .needs = MC_METRIC_HEAP,
	.get = get_alloc_bytes,
	.is_of_functions = true, .with_callees = MC_ALLOC_BYTES,
	.raw = "alloc_bytes",
	.title = "allocated itself", .line = 24,
	.column = {"alloc self", 24, 11},
	.sort = "heap",
	.stack = {"alloc", "memory allocated", "alloc_space", "alloc",
		  "Bytes allocated"})

MC_METRIC_GETTER(get_frees, limit(heap_of(n)->frees))
MC_METRIC(MC_FREES,
	.name = "frees",
	.meaning = "Blocks freed during the calls that were allocated in "
		   "recorded calls.",
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_HEAP,
	.get = get_frees,
	.is_estimated = true,
	.title = "frees", .line = 25)

MC_METRIC(MC_FREES_SELF,
	.name = "frees_self",
	.meaning = "The same without callees.",
	.sum = MC_METRIC_OWN, .needs = MC_METRIC_HEAP,
	.get = get_frees,
	.is_of_functions = true, .with_callees = MC_FREES,
	.raw = "frees",
	.title = "frees itself", .line = 26)

MC_METRIC_GETTER(get_freed_bytes, limit(heap_of(n)->freed_bytes))
MC_METRIC(MC_FREED_BYTES,
	.name = "freed_bytes",
	.meaning = "Bytes freed by these.",
	.unit = MC_METRIC_BYTES,
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_HEAP,
	.get = get_freed_bytes,
	.is_estimated = true,
	.title = "freed", .line = 27,
	.column = {"freed", 27, 3})

MC_METRIC(MC_FREED_SELF_BYTES,
	.name = "freed_self_bytes",
	.meaning = "The same without callees.",
	.unit = MC_METRIC_BYTES,
	.sum = MC_METRIC_OWN, .needs = MC_METRIC_HEAP,
	.get = get_freed_bytes,
	.is_of_functions = true, .with_callees = MC_FREED_BYTES,
	.raw = "freed_bytes",
	.title = "freed itself", .line = 28)

MC_METRIC_GETTER(get_live_bytes, rest(heap_of(n)->alloc_bytes,
	heap_of(n)->gone_bytes, heap_of(n)->taken_bytes))
MC_METRIC(MC_LIVE_BYTES,
	.name = "live_bytes",
	.meaning = "Bytes allocated during the calls and not freed since, by "
		   "whomever.",
	.unit = MC_METRIC_BYTES,
	.is_compared = true,
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_HEAP,
	.get = get_live_bytes,
	.is_estimated = true,
	.title = "still alive", .line = 29,
	.column = {"live", 29, 16},
	.colour = {9, "live", "memory still alive", "memory still alive"})

MC_METRIC(MC_LIVE_SELF_BYTES,
	.name = "live_self_bytes",
	.meaning = "The same without callees.",
	.unit = MC_METRIC_BYTES,
	.sum = MC_METRIC_OWN, .needs = MC_METRIC_HEAP,
	.get = get_live_bytes,
	.is_of_functions = true, .with_callees = MC_LIVE_BYTES,
	.raw = "live_bytes",
	.title = "still alive itself", .line = 30,
	.column = {"live self", 28, 17},
	.sort = "live",
	.stack = {"live", "memory still alive", "inuse_space", "live",
		  "Bytes still alive"})

MC_METRIC_GETTER(get_live_blocks, rest(heap_of(n)->allocs,
	heap_of(n)->gone_blocks, heap_of(n)->taken_blocks))
MC_METRIC(MC_LIVE_BLOCKS,
	.name = "live_blocks",
	.meaning = "Blocks that are still alive.",
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_HEAP,
	.get = get_live_blocks,
	.is_estimated = true,
	.title = "blocks alive", .line = 31)

MC_METRIC(MC_LIVE_SELF_BLOCKS,
	.name = "live_self_blocks",
	.meaning = "The same without callees.",
	.sum = MC_METRIC_OWN, .needs = MC_METRIC_HEAP,
	.get = get_live_blocks,
	.is_of_functions = true, .with_callees = MC_LIVE_BLOCKS,
	.raw = "live_blocks",
	.title = "blocks alive itself", .line = 32,
	.stack = {.sample = "inuse_objects", .event = "liveblocks",
		  .event_title = "Blocks still alive"})

MC_METRIC_GETTER(get_heap_peak, limit(heap_of(n)->peak_bytes))
MC_METRIC(MC_HEAP_PEAK_BYTES,
	.name = "heap_peak_bytes",
	.meaning = "Bytes allocated during the calls that were alive when all "
		   "that was recorded was most.",
	.unit = MC_METRIC_BYTES,
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_HEAP,
	.get = get_heap_peak,
	.is_estimated = true,
	.title = "alive at the heap's peak", .line = 33,
	.column = {"heap peak", 31, 4})

MC_METRIC(MC_HEAP_PEAK_SELF_BYTES,
	.name = "heap_peak_self_bytes",
	.meaning = "The same without callees.",
	.unit = MC_METRIC_BYTES,
	.sum = MC_METRIC_OWN, .needs = MC_METRIC_HEAP,
	.get = get_heap_peak,
	.is_of_functions = true, .with_callees = MC_HEAP_PEAK_BYTES,
	.raw = "heap_peak_bytes",
	.title = "alive at the heap's peak itself", .line = 34,
	.column = {"heap peak self", 30, 1},
	.stack = {"heap_peak", "heap at its peak", "peak_space", "heappeak",
		  "Bytes alive at the heap's peak"})

MC_METRIC_GETTER(get_temporary, limit(heap_of(n)->temporary))
MC_METRIC(MC_TEMPORARY,
	.name = "temporary",
	.meaning = "Blocks allocated during the calls and freed before the "
		   "next allocation of the same thread.",
	.sum = MC_METRIC_OUTERMOST, .needs = MC_METRIC_HEAP,
	.get = get_temporary,
	.is_estimated = true,
	.title = "temporary", .line = 35)

MC_METRIC(MC_TEMPORARY_SELF,
	.name = "temporary_self",
	.meaning = "The same without callees.",
	.sum = MC_METRIC_OWN, .needs = MC_METRIC_HEAP,
	.get = get_temporary,
	.is_of_functions = true, .with_callees = MC_TEMPORARY,
	.raw = "temporary",
	.title = "temporary itself", .line = 36,
	.column = {"temporary", 26, 7},
	.sort = "temp")

/* clang-format on */
