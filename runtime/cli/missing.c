/* SPDX-License-Identifier: MIT */
/*
 * Finds out why a program left no profile.
 *
 * Code that was built with the plugin asks for MEMCALL_OUT in each unit's
 * constructor.  So that text is in every such file, stripped or not.  A program
 * that does not have it may still start one that does.
 */
#include "cli/missing.h"
#include "cli/cli.h"
#include "format.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum verdict { UNREADABLE, SCRIPT, PLAIN, BUILT_WITH_PLUGIN };

/* Finds the file of a program as execvp does. */
static bool find_program(const char *program, char path[PATH_MAX])
{
	const char *search = getenv("PATH");

	if (strchr(program, '/')) {
		snprintf(path, PATH_MAX, "%s", program);
		return true;
	}
	for (const char *at = search ? search : "/bin:/usr/bin"; at;) {
		size_t length = strcspn(at, ":");

		snprintf(path, PATH_MAX, "%.*s%s%s", (int)length, at,
			 length ? "/" : "", program);
		if (access(path, X_OK) == 0)
			return true;
		at = at[length] ? at + length + 1 : NULL;
	}
	return false;
}

static enum verdict judge_bytes(const char *data, size_t size)
{
	static const char trace[] = "MEMCALL_OUT";

	if (size >= 2 && !memcmp(data, "#!", 2))
		return SCRIPT;
	if (size < 4 || memcmp(data, "\177ELF", 4) != 0)
		return UNREADABLE;
	return memmem(data, size, trace, sizeof(trace) - 1) ? BUILT_WITH_PLUGIN
							    : PLAIN;
}

static enum verdict judge(const char *program)
{
	enum verdict verdict = UNREADABLE;
	char path[PATH_MAX];
	struct stat st;
	void *data;
	int fd;

	if (!find_program(program, path))
		return UNREADABLE;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return UNREADABLE;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		data = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE,
			    fd, 0);
		if (data != MAP_FAILED) {
			verdict = judge_bytes(data, (size_t)st.st_size);
			munmap(data, (size_t)st.st_size);
		}
	}
	close(fd);
	return verdict;
}

bool mc_missing_is_barred(const char *profile)
{
	char magic[sizeof(MC_FILE_MAGIC) - 1];
	ssize_t length;
	struct stat st;
	int fd;

	if (lstat(profile, &st) < 0)
		return false;
	if (!S_ISREG(st.st_mode) || st.st_uid != geteuid() || st.st_nlink != 1)
		return true;
	fd = open(profile, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return true;
	length = read(fd, magic, sizeof(magic));
	close(fd);
	return length && (length < (ssize_t)sizeof(magic) ||
			  memcmp(magic, MC_FILE_MAGIC, sizeof(magic)) != 0);
}

void mc_missing_explain(const char *program, const char *output,
			const char *profile)
{
	enum verdict verdict = judge(program);

	if (verdict != PLAIN && mc_missing_is_barred(profile))
		return;
	switch (verdict) {
	case PLAIN:
		mc_cli_warn("%s is not written: %s was built without the "
			    "plugin: rebuild it with gcc -fplugin=memcall",
			    output, program);
		return;
	case SCRIPT:
		mc_cli_warn("%s is not written: %s is a script, and no marked "
			    "function ran in what it started: run the program "
			    "itself",
			    output, program);
		return;
	case UNREADABLE:
	case BUILT_WITH_PLUGIN:
		mc_cli_warn("%s is not written: no marked function ran in %s: "
			    "mark one that does with __attribute__((profile))",
			    output, program);
	}
}
