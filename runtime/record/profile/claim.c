/* SPDX-License-Identifier: MIT */
/*
 * Takes names.  See claim.h.
 *
 * A process that creates a file locks it next.  A process that replaces a file
 * holds the file's lock while it removes it.  If two processes want one name,
 * one of them finds that the file is locked, or that another file is at the
 * name by now, and takes another name.
 */
#include "claim.h"
#include "../os/log.h"
#include "../os/raw.h"
#include "../../format.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* Attempts to create a file.  If something new is in the way each time, it is
   taken for the work of others, as of processes that all start at once. */
#define MC_CLAIM_ATTEMPTS 8
#define MC_MOST_LINKS 40 /* the kernel's limit; path_resolution(7) */

/* Follows no link, and does not wait for a writer of a FIFO. */
#define MC_OPEN_EXISTING \
	(O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)

static const char *obstacle;

const char *mc_claim_obstacle(void)
{
	return obstacle;
}

static int refuse(const char *reason)
{
	obstacle = reason;
	return -EPERM;
}

static int is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

int mc_claim_is_at(const struct stat *identity, const char *path)
{
	struct stat now;

	return !lstat(path, &now) && is_same(identity, &now);
}

/* Checks that a file of that kind may be replaced, whatever is in it.  Returns
   0 or -errno. */
static int check_kind(const struct stat *status)
{
	if (S_ISLNK(status->st_mode))
		return refuse("it is a symbolic link: remove it");
	if (S_ISDIR(status->st_mode))
		return -EISDIR;
	if (!S_ISREG(status->st_mode))
		return refuse("it is not a regular file: remove it");
	if (status->st_uid != geteuid())
		return refuse("it belongs to another user: remove it");
	if (status->st_nlink != 1)
		return refuse("it has another name (a hard link): remove it");
	return 0;
}

/* Checks that the file may be replaced, by what is in it: nothing, or a
   profile, but not one that this process was writing when it called exec.
   Returns 0 or -errno. */
static int check_content(int fd, const struct stat *status)
{
	struct mc_file_header old;
	ssize_t length = mc_raw_pread(fd, &old, sizeof(old), 0);

	if (!status->st_size)
		return 0;
	if (length < (ssize_t)sizeof(old.magic) ||
	    memcmp(old.magic, MC_FILE_MAGIC, sizeof(old.magic)))
		return refuse("it is not a profile: move it away");
	if (length == (ssize_t)sizeof(old) &&
	    old.pid == (uint64_t)mc_raw_pid() &&
	    old.state == MC_STATE_RECORDING)
		return -EEXIST;
	return 0;
}

/* Locks the file.  A file system that has no locks is used without.  Returns 0
   or -errno. */
static int lock(int fd)
{
	if (flock(fd, LOCK_EX | LOCK_NB) && errno == EWOULDBLOCK)
		return -EWOULDBLOCK;
	return 0;
}

static int remove_checked(int fd, const char *path)
{
	struct stat status;
	int error = fstat(fd, &status) ? -errno : check_kind(&status);

	if (!error)
		error = lock(fd);
	if (!error)
		error = check_content(fd, &status);
	if (!error && mc_claim_is_at(&status, path) && unlink(path))
		error = -errno;
	return error;
}

/* Removes what is at PATH, if that may be replaced.  Returns 0 or -errno. */
static int clear(const char *path)
{
	struct stat status;
	int error, fd;

	/* Opening a device may do something, so its kind is looked at first. */
	if (lstat(path, &status))
		return errno == ENOENT ? 0 : -errno;
	error = check_kind(&status);
	if (error)
		return error;
	fd = mc_raw_open(path, MC_OPEN_EXISTING, 0);
	if (fd < 0)
		return errno == ENOENT ? 0 : -errno;
	error = remove_checked(fd, path);
	mc_raw_close(fd);
	return error;
}

/* Makes a new file this user's alone.  Some file systems do not do what fchmod
   asks for, whatever it returns, so the status is read back.  Returns 0 or
   -errno. */
static int make_private(int fd, struct stat *status)
{
	/* The folder may have rules that override the umask. */
	fchmod(fd, 0600);
	if (fstat(fd, status))
		return -errno;
	if ((status->st_uid && status->st_uid != geteuid()) ||
	    status->st_mode & (S_IWGRP | S_IWOTH))
		return refuse("its file system lets other users write to it: "
			      "choose another");
	return 0;
}

/* Locks the file that was created at PATH.  Another process may have found it
   before that, empty.  Returns the descriptor or -errno. */
static int take(int fd, const char *path)
{
	struct stat status;
	int error = make_private(fd, &status);

	if (error)
		unlink(path);
	else
		error = lock(fd);
	if (!error && !mc_claim_is_at(&status, path))
		error = -EWOULDBLOCK;
	if (error)
		mc_raw_close(fd);
	return error ? error : fd;
}

int mc_claim_create(const char *path)
{
	const int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

	obstacle = NULL;
	for (int i = 0; i < MC_CLAIM_ATTEMPTS; i++) {
		int fd = mc_raw_open(path, flags, 0600);
		int error;

		if (fd >= 0)
			return take(fd, path);
		if (errno != EEXIST)
			return -errno;
		error = clear(path);
		if (error)
			return error;
	}
	return -EWOULDBLOCK;
}

/* Puts into TO, a link, what the link says, relative to the link's folder.
   Returns 0 or -errno. */
static int follow_one(char *to, size_t size)
{
	static char target[PATH_MAX];
	ssize_t length = readlink(to, target, sizeof(target));
	const char *slash = strrchr(to, '/');
	struct mc_log_text text = {.at = to, .size = size};

	if (length < 0)
		return -errno;
	if (target[0] != '/' && slash)
		text.length = (size_t)(slash + 1 - to);
	mc_log_add_bytes(&text, target, (size_t)length);
	return text.cut ? -ENAMETOOLONG : 0;
}

int mc_claim_follow(const char *path, char *to, size_t size)
{
	struct mc_log_text text = {.at = to, .size = size};
	struct stat status;

	obstacle = NULL;
	mc_log_add(&text, path);
	for (int i = 0; i < MC_MOST_LINKS; i++) {
		int error;

		/* Whatever else is wrong with it, creating it will tell. */
		if (lstat(to, &status) || !S_ISLNK(status.st_mode))
			return 0;
		if (status.st_uid != geteuid() && status.st_uid)
			return refuse("it is a symbolic link of another "
				      "user's: remove it");
		error = follow_one(to, size);
		if (error)
			return error;
	}
	return -ELOOP;
}
