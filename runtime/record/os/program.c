/* SPDX-License-Identifier: MIT */
/*
 * Finds the program's names.  See program.h.
 *
 * The kernel keeps two: the executable (/proc/self/exe), and what was passed to
 * execve (AT_EXECFN), on the stack, above arguments and environment.  The
 * latter is what the user called, so it is preferred as long as it leads to the
 * same file.  It does not for a script, whose interpreter runs, or if the
 * program has written over it.
 */
#include "program.h"
#include "log.h"
#include "raw.h"
#include "../../format.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

#define MC_EXE "/proc/self/exe"
#define MC_DELETED " (deleted)"

static struct {
	char name[NAME_MAX + 1];
	char file_name[NAME_MAX + 1];
	char command[sizeof(((struct mc_file_header *)0)->command)];
} program;

const char *mc_program_name(void)
{
	return program.name;
}

const char *mc_program_file_name(void)
{
	return program.file_name;
}

const char *mc_program_command(void)
{
	return program.command;
}

static int begins_with(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

/* Returns the path that was called; NULL if it does not lead to the program. */
static const char *called_path(void)
{
	const char *path = (const char *)getauxval(AT_EXECFN);
	struct stat called, exe;

	if (!path || !*path || begins_with(path, "/proc/") ||
	    begins_with(path, "/dev/fd/"))
		return NULL;
	/* Without /proc there is nothing to compare it with. */
	if (stat(MC_EXE, &exe))
		return path;
	if (stat(path, &called) || called.st_dev != exe.st_dev ||
	    called.st_ino != exe.st_ino)
		return NULL;
	return path;
}

/* Reads the executable's path into PATH, of SIZE bytes.  Returns PATH, or NULL
   if the kernel does not tell. */
static const char *exe_path(char *path, size_t size)
{
	ssize_t length = readlink(MC_EXE, path, size - 1);
	size_t deleted = strlen(MC_DELETED);

	if (length <= 0)
		return NULL;
	path[length] = '\0';
	if ((size_t)length > deleted && access(path, F_OK) &&
	    !strcmp(path + length - deleted, MC_DELETED))
		path[(size_t)length - deleted] = '\0';
	return path;
}

static void find_name(void)
{
	static char exe[PATH_MAX];
	struct mc_log_text text = MC_LOG_TEXT(program.name);
	const char *path = called_path(), *slash;

	if (!path)
		path = exe_path(exe, sizeof(exe));
	if (!path || !*path)
		path = program_invocation_name;
	slash = strrchr(path, '/');
	mc_log_add(&text, slash && slash[1] ? slash + 1 : path);
}

static int is_odd(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f || c == '/';
}

static void make_file_name(void)
{
	for (size_t i = 0; i < sizeof(program.name); i++)
		program.file_name[i] =
			program.name[i] && is_odd(program.name[i])
				? '_'
				: program.name[i];
}

/* Reads the command line from /proc, where each word ends with a NUL. */
static void read_command(void)
{
	int fd = mc_raw_open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC, 0);
	ssize_t n = fd < 0 ? 0
			   : mc_raw_read(fd, program.command,
					 sizeof(program.command) - 1);

	if (fd >= 0)
		mc_raw_close(fd);
	while (n > 0 && !program.command[n - 1])
		n--;
	for (ssize_t i = 0; i < n; i++)
		if (!program.command[i])
			program.command[i] = ' ';
	program.command[n > 0 ? n : 0] = '\0';
}

void mc_program_init(void)
{
	find_name();
	make_file_name();
	read_command();
}
