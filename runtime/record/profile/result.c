/* SPDX-License-Identifier: MIT */
/*
 * Makes names from MEMCALL_OUT, and the result at the end.  See result.h.
 */
#include "result.h"
#include "claim.h"
#include "../os/log.h"
#include "mapfile.h"
#include "../os/origin.h"
#include "../os/program.h"
#include "../os/raw.h"
#include "roots.h"
#include "../os/spawn.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MC_PROFILE_SUFFIX ".memcall"

static struct {
	char pattern[PATH_MAX]; /* absolute */
	char target[PATH_MAX]; /* FILE */
	char profile[PATH_MAX]; /* FILE.memcall */
	int is_raw; /* FILE is the profile itself */
	int is_in_memory; /* the profile has no name */
	pid_t process; /* the one that the names are of */
} result;

static int ends_with(const char *text, size_t length, const char *end)
{
	size_t n = strlen(end);

	return length >= n && !strncmp(text + length - n, end, n);
}

/* Returns where the extension of PATH begins; its end if it has none. */
static size_t extension_at(const char *path)
{
	static const char *const doubles[] = {".pb.gz", ".speedscope.json"};
	size_t length = strlen(path);
	const char *slash = strrchr(path, '/');
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; i < sizeof(doubles) / sizeof(doubles[0]); i++)
		if (ends_with(path, length, doubles[i]))
			return length - strlen(doubles[i]);
	if (!dot || (slash && dot < slash + 2))
		return length;
	return (size_t)(dot - path);
}

static void expand_one(struct mc_log_text *text, char letter)
{
	const char *host = mc_origin_host();
	uint32_t rank = mc_origin_rank();

	switch (letter) {
	case 'p':
		mc_log_add_number(text, (uint64_t)mc_raw_pid());
		break;
	case 'h':
		mc_log_add(text, *host ? host : "localhost");
		break;
	case 'r':
		mc_log_add_number(text, rank ? rank - 1 : 0);
		break;
	case 'e':
		mc_log_add(text, mc_program_file_name());
		break;
	case '%':
		mc_log_add(text, "%");
		break;
	default: /* not ours */
		mc_log_add(text, "%");
		mc_log_add_bytes(text, &letter, 1);
	}
}

static void expand(struct mc_log_text *text, const char *pattern)
{
	for (; *pattern; pattern++) {
		if (*pattern == '%' && pattern[1])
			expand_one(text, *++pattern);
		else
			mc_log_add_bytes(text, pattern, 1);
	}
}

/* Tells whether this process was made by fork and has not called exec since:
   the kernel's PF_FORKNOEXEC, in the ninth field of stat. proc(5). */
static int is_forked(void)
{
	const unsigned long fork_no_exec = 0x40;
	char text[512], *at;
	int fd = mc_raw_open("/proc/self/stat", O_RDONLY | O_CLOEXEC, 0);
	ssize_t length = fd < 0 ? 0 : mc_raw_read(fd, text, sizeof(text) - 1);

	if (fd >= 0)
		mc_raw_close(fd);
	text[length > 0 ? length : 0] = '\0';
	at = strrchr(text, ')'); /* the second is a name */
	for (int field = 2; at && field < 9; field++)
		at = strchr(at + 1, ' ');
	return at && strtoul(at, NULL, 10) & fork_no_exec;
}

int mc_result_init(const char *pattern)
{
	struct mc_log_text text = MC_LOG_TEXT(result.pattern);
	static char folder[PATH_MAX];

	/* The child of a program that had no recorder yet is a child all the
	   same. */
	result.process = is_forked() ? 0 : mc_raw_pid();
	if (!pattern || !*pattern) {
		mc_log("MEMCALL_OUT is empty: nothing is recorded; name a file "
		       "such as graph.dot",
		       NULL);
		return -1;
	}
	if (pattern[0] != '/' && getcwd(folder, sizeof(folder))) {
		mc_log_add(&text, folder);
		mc_log_add(&text, "/");
	}
	mc_log_add(&text, pattern);
	if (text.cut || text.length + 64 > sizeof(result.target)) {
		mc_log("MEMCALL_OUT is too long: nothing is recorded; use a "
		       "shorter name",
		       NULL);
		return -1;
	}
	return 0;
}

/* Makes the names FILE and FILE.memcall, with TAG (may be "") before the
   extension.  Returns 0 or -errno. */
static int make_names(const char *tag)
{
	struct mc_log_text target = MC_LOG_TEXT(result.target);
	struct mc_log_text profile = MC_LOG_TEXT(result.profile);
	static char plain[PATH_MAX];
	struct mc_log_text text = MC_LOG_TEXT(plain);
	size_t at;

	expand(&text, result.pattern);
	at = extension_at(plain);
	mc_log_add_bytes(&target, plain, at);
	mc_log_add(&target, tag);
	mc_log_add(&target, plain + at);
	mc_log_add(&profile, result.target);
	result.is_raw =
		ends_with(result.target, target.length, MC_PROFILE_SUFFIX);
	if (!result.is_raw)
		mc_log_add(&profile, MC_PROFILE_SUFFIX);
	if (!text.cut && !target.cut && !profile.cut)
		return 0;
	return -ENAMETOOLONG;
}

static int is_special_file(const char *path)
{
	struct stat status;

	return !stat(path, &status) && !S_ISREG(status.st_mode) &&
	       !S_ISDIR(status.st_mode);
}

static int is_folder(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISDIR(status.st_mode);
}

static int create(const char *tag)
{
	int error = make_names(tag);
	const char *path;

	if (error)
		return error;
	if (is_folder(result.target))
		return -EISDIR;
	result.is_in_memory = is_special_file(result.target);
	path = result.is_in_memory ? NULL : result.profile;
	/* FILE may be a link that the user has made; FILE.memcall may not. */
	if (path && result.is_raw)
		error = mc_claim_follow(result.target, result.profile,
					sizeof(result.profile));
	if (error)
		return error;
	return mc_mapfile_header() ? mc_mapfile_attach(path)
				   : mc_mapfile_create(path);
}

/* Tries other names after ERROR: ".PID" and, for the second image of a process,
   "-2" and so on.  Returns 0 or -errno. */
static int create_other(int error, int with_pid)
{
	char tag[64];

	for (unsigned image = 2; image < 100; image++) {
		struct mc_log_text text = MC_LOG_TEXT(tag);

		if (error == -EWOULDBLOCK)
			with_pid = 1;
		else if (error != -EEXIST)
			break;
		if (with_pid) {
			mc_log_add(&text, ".");
			mc_log_add_number(&text, (uint64_t)mc_raw_pid());
		}
		if (error == -EEXIST || image > 2) {
			mc_log_add(&text, "-");
			mc_log_add_number(&text, image);
		}
		error = create(tag);
	}
	return error;
}

static void say_cannot_write(int error)
{
	const char *name = result.is_raw || error == -EISDIR ? result.target
							     : result.profile;
	const char *obstacle = mc_claim_obstacle();

	if (obstacle)
		mc_log("cannot write ", name, ": nothing is recorded; ",
		       obstacle, ", or point MEMCALL_OUT to another file",
		       NULL);
	else
		mc_log("cannot write ", name, ": ", mc_log_error(-error),
		       ": nothing is recorded; point MEMCALL_OUT to a file "
		       "in a folder that can be written",
		       NULL);
}

int mc_result_create(void)
{
	int is_child =
		result.process != mc_raw_pid() && !strstr(result.pattern, "%p");
	int error;

	/* A forked child leaves its parent's names alone. */
	error = is_child ? create_other(-EWOULDBLOCK, 1)
			 : create_other(create(""), 0);
	if (error) {
		say_cannot_write(error);
		return -1;
	}
	result.process = mc_raw_pid();
	return 0;
}

/* Returns the path of the `memcall` command: beside this library, else where it
   was installed.  PATH is a buffer of SIZE bytes. */
#ifdef MC_STATIC
/* Where it is in a build folder, whose libmemcall.a adds this. */
extern const char __memcall_command[] __attribute__((weak));

static const char *find_command(char *path, size_t size)
{
	(void)path;
	(void)size;
	return !__memcall_command || access(__memcall_command, X_OK)
		       ? MC_COMMAND_PATH
		       : __memcall_command;
}
#else
static const char *find_command(char *path, size_t size)
{
	struct mc_log_text text = {.at = path, .size = size};
	const char *slash;
	Dl_info info;

	if (!dladdr((void *)find_command, &info) || !info.dli_fname)
		return MC_COMMAND_PATH;
	slash = strrchr(info.dli_fname, '/');
	if (!slash)
		return MC_COMMAND_PATH;
	mc_log_add_bytes(&text, info.dli_fname,
			 (size_t)(slash + 1 - info.dli_fname));
	mc_log_add(&text, "memcall");
	return access(path, X_OK) ? MC_COMMAND_PATH : path;
}
#endif

/* Tells whether FILE is to be made from the profile.  It is not if the raw
   profile was asked for, or nothing at all. */
static int needs_conversion(void)
{
	return (!result.is_raw || result.is_in_memory) &&
	       strcmp(result.target, "/dev/null");
}

/* Says why the profile was not converted: the command could not. */
static void say_not_converted(const char *command)
{
	const char *profile = mc_mapfile_path();
	const char *reason = mc_spawn_failure();
	const char *libraries = getenv("LD_LIBRARY_PATH");
	int is_unstarted = !reason && libraries && *libraries;

	mc_log(mc_spawn_was_killed() ? "a signal has ended " : "cannot run ",
	       command, " to write ", result.target, reason ? " (" : "",
	       reason ? reason : "", reason ? ")" : "",
	       is_unstarted ? "; LD_LIBRARY_PATH may be why, it is " : "",
	       is_unstarted ? libraries : "",
	       ": the profile is kept; run memcall convert ", profile, " -o ",
	       result.target, NULL);
}

/* Runs `memcall convert`.  Returns its exit status, or -1 if it did not run.  A
   key that ends both the command and the program ends the program only after
   that has been said. */
static int convert(void)
{
	char path[PATH_MAX];
	const char *command = find_command(path, sizeof(path));
	const char *const arguments[] = {
		"memcall", "convert",	  "--at-exit", mc_mapfile_path(),
		"-o",	   result.target, NULL};
	sigset_t all, old;
	int status;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &old);
	status = mc_spawn(command, arguments);
	if (status < 0)
		say_not_converted(command);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return status;
}

void mc_result_write(void)
{
	if (needs_conversion())
		convert();
}

void mc_result_finish(void)
{
	/* If the command failed, it has said why, and the profile remains. */
	if (needs_conversion() && convert() == 0)
		mc_mapfile_remove();
}

void mc_result_discard(void)
{
	if (!mc_mapfile_is_full())
		mc_log("no memory is left to record in: nothing is recorded; "
		       "raise the limit of the address space",
		       NULL);
	mc_mapfile_remove();
}

void mc_result_say_nothing_ran(void)
{
	const char *idle = mc_roots_idle();

	/* A server's children that do something else are none of its concern.
	 */
	if (result.process != mc_raw_pid())
		return;
	make_names("");
	if (*idle) {
		mc_log("no marked function ran: ", result.target,
		       " is not written; no function matches ", idle,
		       ": compile with -fplugin-arg-memcall-verbose, which "
		       "shows the names",
		       NULL);
		return;
	}
	mc_log("no marked function ran: ", result.target,
	       " is not written; mark one that runs with "
	       "__attribute__((profile)) or the plugin's root=",
	       NULL);
}
