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

/* What else works in the kernel for a good part of its time, or may.  Functions
   that do so once in many calls only, like getc, are not worth it. */
static const char *const system_calls[] = {
	"accept",
	"accept4",
	"access",
	"bind",
	"chdir",
	"chmod",
	"chown",
	"clock_nanosleep",
	"close",
	"closedir",
	"connect",
	"copy_file_range",
	"creat",
	"creat64",
	"dprintf",
	"dup",
	"dup2",
	"dup3",
	"epoll_ctl",
	"epoll_pwait",
	"epoll_wait",
	"faccessat",
	"fallocate",
	"fchmod",
	"fchown",
	"fcntl",
	"fcntl64",
	"fdatasync",
	"fdopen",
	"fflush",
	"fgets",
	"fopen",
	"fopen64",
	"fprintf",
	"fputs",
	"freopen",
	"freopen64",
	"fseek",
	"fseeko",
	"fseeko64",
	"fstat",
	"fstat64",
	"fstatat",
	"fstatat64",
	"fsync",
	"ftruncate",
	"ftruncate64",
	"fwrite",
	"getaddrinfo",
	"getdelim",
	"getline",
	"getrandom",
	"getrusage",
	"ioctl",
	"kill",
	"link",
	"listen",
	"lseek",
	"lseek64",
	"lstat",
	"lstat64",
	"mkdir",
	"mprotect",
	"msgrcv",
	"msgsnd",
	"msync",
	"munlock",
	"nanosleep",
	"open",
	"open64",
	"openat",
	"openat64",
	"opendir",
	"pipe",
	"pipe2",
	"poll",
	"ppoll",
	"printf",
	"pselect",
	"puts",
	"pwrite",
	"pwrite64",
	"pwritev",
	"pwritev2",
	"pwritev64",
	"readdir",
	"readdir64",
	"readlink",
	"recvmmsg",
	"rename",
	"renameat",
	"rewind",
	"rmdir",
	"sched_yield",
	"select",
	"semop",
	"send",
	"sendfile",
	"sendfile64",
	"sendmmsg",
	"sendmsg",
	"sendto",
	"setsockopt",
	"shutdown",
	"sleep",
	"socket",
	"socketpair",
	"splice",
	"stat",
	"stat64",
	"statfs",
	"statfs64",
	"statx",
	"symlink",
	"sync",
	"syscall",
	"tee",
	"truncate",
	"truncate64",
	"unlink",
	"unlinkat",
	"usleep",
	"utimensat",
	"vfprintf",
	"vmsplice",
	"vprintf",
	"wait",
	"wait4",
	"waitid",
	"waitpid",
	"write",
	"writev",
	/* with _FORTIFY_SOURCE */
	"__dprintf_chk",
	"__fgets_chk",
	"__fprintf_chk",
	"__fread_chk",
	"__getdelim",
	"__poll_chk",
	"__ppoll_chk",
	"__pread64_chk",
	"__pread_chk",
	"__printf_chk",
	"__read_chk",
	"__readlink_chk",
	"__recv_chk",
	"__recvfrom_chk",
	"__vfprintf_chk",
	"__vprintf_chk",
};

/* A program may have a function of its own by such a name.  That is not in a
   header of the system. */
static bool is_system_call(tree callee, const char *name)
{
	static hash_set<nofree_string_hash> known;

	if (known.is_empty())
		for (const char *call : system_calls)
			known.add(call);
	return DECL_IN_SYSTEM_HEADER(callee) && known.contains(name);
}

static enum mc_memory_call kind_of(tree callee)
{
	const char *name;

	if (!callee || !TREE_PUBLIC(callee) || !DECL_EXTERNAL(callee))
		return NO_MEMORY_CALL;
	name = IDENTIFIER_POINTER(DECL_ASSEMBLER_NAME(callee));
	/* A star: the header gives it, as with _FILE_OFFSET_BITS. */
	name += *name == '*';
	for (const auto &call : memory_calls)
		if (!strcmp(name, call.name))
			return call.kind;
	return is_system_call(callee, name) ? SYSTEM_CALL : NO_MEMORY_CALL;
}

enum mc_memory_call mc_memory_calls_kind(gimple *stmt)
{
	tree callee = is_gimple_call(stmt) ? gimple_call_fndecl(stmt) : NULL;

	/* Headers may have a body for such a function (_FORTIFY_SOURCE).  What
	   that calls is part of the call. */
	if (!callee || kind_of(current_function_decl) != NO_MEMORY_CALL)
		return NO_MEMORY_CALL;
	return kind_of(callee);
}
