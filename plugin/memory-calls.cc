/* SPDX-License-Identifier: MIT */
/*
 * Memory calls, by the assembler name of what is called.  See memory-calls.h.
 */
#include "memory-calls.h"

static const struct {
	const char *name;
	enum mc_memory_call kind;
} memory_calls[] = {
	{"mmap", GROWS},
	{"mmap64", GROWS},
	{"mlock", GROWS},
	{"mlock2", GROWS},
	{"mlockall", GROWS},
	{"shmat", GROWS},
	{"read", GROWS},
	{"pread", GROWS},
	{"pread64", GROWS},
	{"readv", GROWS},
	{"preadv", GROWS},
	{"recv", GROWS},
	{"recvfrom", GROWS},
	{"recvmsg", GROWS},
	{"fread", GROWS},
	{"munmap", SHRINKS},
	{"mremap", SHRINKS},
	{"madvise", SHRINKS},
	{"posix_madvise", SHRINKS},
	{"brk", SHRINKS},
	{"sbrk", SHRINKS},
	{"shmdt", SHRINKS},
	{"malloc_trim", SHRINKS},
	{"dlclose", SHRINKS},
	{"fclose", SHRINKS},
	{"free", FREES_BLOCK},
	{"cfree", FREES_BLOCK},
	{"realloc", FREES_BLOCK},
	{"reallocarray", FREES_BLOCK},
	/* operator delete, delete[], and the same with a size */
	{"_ZdlPv", DELETES_BLOCK},
	{"_ZdaPv", DELETES_BLOCK},
	{"_ZdlPvm", DELETES_BLOCK},
	{"_ZdaPvm", DELETES_BLOCK},
};

enum mc_memory_call mc_memory_calls_kind(gimple *stmt)
{
	tree callee = is_gimple_call(stmt) ? gimple_call_fndecl(stmt) : NULL;
	const char *name;

	if (!callee || !TREE_PUBLIC(callee) || !DECL_EXTERNAL(callee))
		return NO_MEMORY_CALL;
	name = IDENTIFIER_POINTER(DECL_ASSEMBLER_NAME(callee));
	for (const auto &call : memory_calls)
		if (!strcmp(name, call.name))
			return call.kind;
	return NO_MEMORY_CALL;
}
