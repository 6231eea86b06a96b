/* SPDX-License-Identifier: MIT */
/*
 * Writes output files.
 *
 * A link of the user's own, or of root's, is followed, so that it is the file
 * it names which is replaced.  Others' are not: in a folder that they can write
 * to, they could have any file of the user's replaced, or the command wait
 * forever for a reader of their FIFO.  The new file has the permissions of the
 * user's old one, or what the umask leaves.
 */
#include "report/output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LINKS = 40 }; /* as the kernel follows; path_resolution(7) */

static bool is_trusted(const struct stat *status)
{
	return status->st_uid == geteuid() || !status->st_uid;
}

static int refuse(const char *path, const char *what, struct mc_error *error)
{
	return mc_error_set(error,
			    "cannot write %s: it is a %s of another user's: "
			    "remove it or give another name",
			    path, what);
}

/* Returns what the link at PATH says, relative to its folder. NULL: no memory,
   or it is no link. */
static char *read_link(const char *path)
{
	char target[PATH_MAX];
	ssize_t length = readlink(path, target, sizeof(target));
	const char *slash = strrchr(path, '/');
	int folder = slash ? (int)(slash + 1 - path) : 0;
	char *joined;

	if (length < 0)
		return NULL;
	if (length && target[0] == '/')
		folder = 0;
	if (asprintf(&joined, "%.*s%.*s", folder, path, (int)length, target) <
	    0)
		return NULL;
	return joined;
}

/* Returns where PATH leads by links that can be trusted, to be freed. NULL:
   nowhere (error set). */
static char *follow(const char *path, struct mc_error *error)
{
	char *place = strdup(path), *next;
	struct stat status;

	for (int i = 0; place; i++) {
		if (lstat(place, &status) < 0 || !S_ISLNK(status.st_mode))
			return place;
		if (!is_trusted(&status)) {
			refuse(path, "symbolic link", error);
			free(place);
			return NULL;
		}
		errno = ELOOP;
		next = i < MOST_LINKS ? read_link(place) : NULL;
		free(place);
		place = next;
	}
	mc_error_set(error, "cannot write %s: %s", path, strerror(errno));
	return NULL;
}

static int write_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t done = write(fd, data, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -errno;
		data += done;
		size -= (size_t)done;
	}
	return 0;
}

static int explain(const char *path, int cause, struct mc_error *error)
{
	const char *remedy = "";

	if (cause == ENOSPC || cause == EDQUOT)
		remedy = ": free some space or choose another place";
	else if (cause == ENOENT)
		remedy = ": create the folder first";
	else if (cause == EISDIR)
		remedy = ": give the name of a file";
	else if (cause == EACCES || cause == EROFS || cause == EPERM)
		remedy = ": choose a place that you may write to";
	return mc_error_set(error, "cannot write %s: %s%s", path,
			    strerror(cause), remedy);
}

/* Opens something that exists and is not a regular file. */
static int open_through(struct mc_output *o, const char *path)
{
	o->fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	return o->fd < 0 ? -errno : 0;
}

static int open_beside(struct mc_output *o)
{
	struct stat status;

	if (lstat(o->place, &status) == 0 && S_ISREG(status.st_mode) &&
	    status.st_uid == geteuid())
		o->mode = status.st_mode & 0777;
	if (asprintf(&o->temporary, "%s.%ld.tmp", o->place, (long)getpid()) < 0)
		return -ENOMEM;
	o->fd = open(o->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
		     0666);
	if (o->fd >= 0)
		return 0;
	o->failed = -errno;
	free(o->temporary);
	o->temporary = NULL;
	return o->failed;
}

int mc_output_open(struct mc_output *o, const char *path,
		   struct mc_error *error)
{
	struct stat status;
	int result;

	*o = (struct mc_output){.path = path, .fd = -1};
	o->place = follow(path, error);
	if (!o->place)
		return -1;
	if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) {
		if (S_ISFIFO(status.st_mode) && !is_trusted(&status)) {
			free(o->place);
			return refuse(path, "FIFO", error);
		}
		result = open_through(o, path);
	} else {
		result = open_beside(o);
	}
	if (!result)
		return 0;
	free(o->place);
	return explain(path, -result, error);
}

int mc_output_put(struct mc_output *o, const void *data, size_t size)
{
	if (!o->failed)
		o->failed = write_all(o->fd, data, size);
	return o->failed ? -1 : 0;
}

int mc_output_close(struct mc_output *o, bool keep, struct mc_error *error)
{
	int result = o->failed;

	if (!result && o->mode && fchmod(o->fd, o->mode) < 0)
		result = -errno;
	if (close(o->fd) < 0 && !result)
		result = -errno;
	if (o->temporary && !result && keep &&
	    rename(o->temporary, o->place) < 0)
		result = -errno;
	if (o->temporary && (result || !keep))
		unlink(o->temporary);
	free(o->temporary);
	free(o->place);
	return result && keep ? explain(o->path, -result, error) : 0;
}

int mc_output_write(const char *path, const void *data, size_t size,
		    struct mc_error *error)
{
	struct mc_output output;

	if (mc_output_open(&output, path, error) < 0)
		return -1;
	mc_output_put(&output, data, size);
	return mc_output_close(&output, true, error);
}
