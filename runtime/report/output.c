/* SPDX-License-Identifier: MIT */
/*
 * Writes output files.
 *
 * A link is followed, so that it is the file it names which is replaced.  The
 * new file has the permissions of the old one, or what the umask leaves.
 */
#include "report/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

/* Into something that exists and is not a regular file. */
static int write_through(const char *path, const void *data, size_t size)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	int result;

	if (fd < 0)
		return -errno;
	result = write_all(fd, data, size);
	if (close(fd) < 0 && !result)
		result = -errno;
	return result;
}

static int write_beside(const char *temporary, const char *path, mode_t mode,
			const void *data, size_t size)
{
	int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	int result;

	if (fd < 0)
		return -errno;
	result = write_all(fd, data, size);
	if (!result && mode && fchmod(fd, mode) < 0)
		result = -errno;
	if (close(fd) < 0 && !result)
		result = -errno;
	if (!result && rename(temporary, path) < 0)
		result = -errno;
	if (result)
		unlink(temporary);
	return result;
}

int mc_output_write(const char *path, const void *data, size_t size,
		    struct mc_error *error)
{
	char *real = NULL, *temporary = NULL;
	struct stat st;
	mode_t mode = 0;
	int result;

	if (stat(path, &st) == 0) {
		if (!S_ISREG(st.st_mode)) {
			result = write_through(path, data, size);
			return result ? explain(path, -result, error) : 0;
		}
		mode = st.st_mode & 0777;
		real = realpath(path, NULL);
	}
	if (asprintf(&temporary, "%s.%ld.tmp", real ? real : path,
		     (long)getpid()) < 0) {
		free(real);
		return explain(path, ENOMEM, error);
	}
	result = write_beside(temporary, real ? real : path, mode, data, size);
	free(temporary);
	free(real);
	return result ? explain(path, -result, error) : 0;
}
