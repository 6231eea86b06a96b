/* SPDX-License-Identifier: MIT */
/*
 * Says on stderr what takes so long.  See progress.h.
 */
#include "cli/progress.h"
#include "report/text.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#define COLUMNS 79 /* a longer line would not be removed as a whole */

static struct {
	int fd; /* stderr, wherever that leads in the meantime; 0: not begun */
	char text[2][COLUMNS + 1];
	char *volatile now; /* the one of them that the handler may read */
	volatile sig_atomic_t is_shown;
} progress;

/* Writes to stderr.  If that cannot be done, nobody can be told. */
static void put(const char *text, size_t length)
{
	ssize_t written = write(progress.fd, text, length);

	(void)written;
}

static void show(int signal)
{
	static const char end[] = "\033[K"; /* erase to the line's (ECMA-48) */
	int saved = errno;

	(void)signal;
	put("\r", 1);
	put(progress.now, strlen(progress.now));
	put(end, sizeof(end) - 1);
	progress.is_shown = 1;
	errno = saved;
}

static void set_timer(time_t seconds)
{
	struct itimerval every = {
		.it_interval.tv_sec = seconds,
		.it_value.tv_sec = seconds,
	};

	setitimer(ITIMER_REAL, &every, NULL);
}

void mc_progress_begin(void)
{
	struct sigaction action = {.sa_handler = show, .sa_flags = SA_RESTART};

	if (progress.fd || !isatty(STDERR_FILENO))
		return;
	progress.fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (progress.fd < 0) {
		progress.fd = 0;
		return;
	}
	progress.now = progress.text[0];
	sigaction(SIGALRM, &action, NULL);
	set_timer(1);
}

void mc_progress_say(const char *format, ...)
{
	char *next = progress.text[progress.now == progress.text[0]];
	struct mc_text seen = {0};
	char text[COLUMNS + 1];
	va_list args;

	if (!progress.fd)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	mc_text_put_seen(&seen, text);
	snprintf(next, COLUMNS + 1, "%s", mc_text_get(&seen));
	mc_text_free(&seen);
	progress.now = next;
}

void mc_progress_clear(void)
{
	if (!progress.is_shown)
		return;
	progress.is_shown = 0;
	put("\r\033[K", 4);
}

void mc_progress_end(void)
{
	if (!progress.fd)
		return;
	set_timer(0);
	mc_progress_clear();
	close(progress.fd);
	progress.fd = 0;
}
