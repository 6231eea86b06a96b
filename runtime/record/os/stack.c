/* SPDX-License-Identifier: MIT */
/*
 * Finds the stack in /proc/thread-self/maps.  See stack.h.  pthread_getattr_np
 * would tell, but it calls malloc.
 */
#include "stack.h"
#include "raw.h"
#include "spare.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The size that a stack without a limit is taken to have. */
#define UNLIMITED_BYTES ((uintptr_t)1 << 30)

/* The address where the program began to run, on the first thread's stack. */
extern void *__libc_stack_end;

struct line {
	uintptr_t start;
	uintptr_t end;
	char *name; /* "[stack]" and the like, else "" */
};

static char *parse_hex(char *at, uintptr_t *value)
{
	*value = 0;
	for (;; at++) {
		if (*at >= '0' && *at <= '9')
			*value = *value << 4 | (uintptr_t)(*at - '0');
		else if (*at >= 'a' && *at <= 'f')
			*value = *value << 4 | (uintptr_t)(*at - 'a' + 10);
		else
			return at;
	}
}

/* Parses "start-end perms offset device inode name". */
static struct line parse_line(char *text)
{
	struct line line;
	char *at = parse_hex(text, &line.start);

	at = parse_hex(at + (*at == '-'), &line.end);
	line.name = strchr(at, '[');
	if (!line.name)
		line.name = at + strlen(at);
	return line;
}

/* Finds the line of the mapping that ADDRESS is in.  TEXT has N bytes, and a
   NUL behind them.  Returns 0 if no complete line has it, and sets *REST to
   where the last, incomplete one begins. */
static int find_line(char *text, size_t n, uintptr_t address,
		     struct line *found, size_t *rest)
{
	char *at = text;
	char *end;

	while ((end = memchr(at, '\n', n - (size_t)(at - text)))) {
		*end = '\0';
		*found = parse_line(at);
		if (address >= found->start && address < found->end)
			return 1;
		at = end + 1;
	}
	*rest = (size_t)(at - text);
	return 0;
}

static struct mc_stack from_line(const struct line *line)
{
	struct mc_stack stack = {line->start, line->end - line->start};
	struct rlimit limit;

	if (strcmp(line->name, "[stack]") || getrlimit(RLIMIT_STACK, &limit))
		return stack;
	stack.size = limit.rlim_cur == RLIM_INFINITY ? UNLIMITED_BYTES
						     : limit.rlim_cur;
	if (stack.size > line->end)
		stack.size = line->end;
	stack.low = line->end - stack.size;
	return stack;
}

/* Finds the mapping that ADDRESS is in.  Returns 0 if there is none. */
static int find_mapping(uintptr_t address, struct line *line)
{
	/* /proc/self/maps is empty when the first thread has ended. */
	int fd = mc_raw_open("/proc/thread-self/maps", O_RDONLY | O_CLOEXEC, 0);
	static char text[4096 + 1]; /* the stack may be a small one */
	size_t kept = 0, rest;
	int found = 0;
	ssize_t n;

	if (fd < 0)
		return 0;
	while ((n = mc_raw_read(fd, text + kept, sizeof(text) - 1 - kept)) >
	       0) {
		kept += (size_t)n;
		text[kept] = '\0';
		found = find_line(text, kept, address, line, &rest);
		if (found)
			break;
		/* A line longer than the buffer is not a stack's. */
		if (rest == 0)
			rest = kept;
		kept -= rest;
		memmove(text, text + rest, kept);
	}
	mc_raw_close(fd);
	return found;
}

/* Tells whether the stack at LINE is the thread's own.  A thread's own data are
   at the end of it, except the first thread's. */
static int is_own(const struct line *line)
{
	uintptr_t thread = (uintptr_t)__builtin_thread_pointer();

	return !strcmp(line->name, "[stack]") ||
	       (thread >= line->start && thread < line->end);
}

struct mc_stack mc_stack_find(void)
{
	uintptr_t here = (uintptr_t)__builtin_frame_address(0);
	struct mc_stack none = {0, 0};
	struct line line;

	/* An alternate stack may be one mapping with the first thread's data.
	 */
	if (!mc_spare_is_handler() && find_mapping(here, &line) &&
	    is_own(&line))
		return from_line(&line);
	here = getpid() == gettid() ? (uintptr_t)__libc_stack_end
				    : (uintptr_t)__builtin_thread_pointer();
	return find_mapping(here, &line) ? from_line(&line) : none;
}
