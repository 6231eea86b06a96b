/* SPDX-License-Identifier: MIT */
/*
 * Writes messages and builds bounded strings.  See log.h.
 *
 * A message goes out in one write(), so that lines of several processes do not
 * mix.  Descriptor 2 is wherever the program has pointed it: perhaps a file
 * that may not grow, or a pipe that nobody reads.  The signals SIGXFSZ and
 * SIGPIPE would end a program that never writes there itself, so they are held
 * back.
 */
#include "log.h"
#include "raw.h"
#include "../../utf8.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void mc_log_add_bytes(struct mc_log_text *text, const char *bytes, size_t n)
{
	size_t room = text->size - 1 - text->length;

	if (n > room) {
		n = room;
		text->cut = 1;
	}
	memcpy(text->at + text->length, bytes, n);
	text->length += n;
	text->at[text->length] = '\0';
}

void mc_log_add(struct mc_log_text *text, const char *string)
{
	mc_log_add_bytes(text, string, strlen(string));
}

void mc_log_add_number(struct mc_log_text *text, uint64_t number)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	mc_log_add_bytes(text, digits + at, sizeof(digits) - at);
}

/* Appends STRING with control characters escaped.  A path or the environment
   may hold some that are meant for the terminal. */
static void add_seen(struct mc_log_text *text, const char *string)
{
	char escape[5];
	size_t length;

	for (; *string; string += length) {
		if (!mc_utf8_is_hidden(mc_utf8_decode(string, &length))) {
			mc_log_add_bytes(text, string, length);
			continue;
		}
		for (size_t i = 0; i < length; i++) {
			mc_utf8_escape(escape, string[i]);
			mc_log_add(text, escape);
		}
	}
}

/* Takes back a signal that the kernel has sent this thread. */
static void take_back(int signal)
{
	const struct timespec now = {0, 0};
	const uint64_t set = (uint64_t)1 << (signal - 1);

	syscall(SYS_rt_sigtimedwait, &set, NULL, &now, sizeof(set));
}

/* Writes to standard error.  The program gets no signal for it. */
static void write_unseen(const char *bytes, size_t size)
{
	static const int sent[] = {SIGXFSZ, SIGPIPE};
	sigset_t blocked, old, before, after;

	sigemptyset(&blocked);
	for (int i = 0; i < 2; i++)
		sigaddset(&blocked, sent[i]);
	sigaddset(&blocked, SIGTTOU); /* it is not sent while blocked */
	sigprocmask(SIG_BLOCK, &blocked, &old);
	sigpending(&before);
	/* That a report could not be written cannot be reported. */
	if (mc_raw_write(STDERR_FILENO, bytes, size) != (ssize_t)size) {
		sigpending(&after);
		for (int i = 0; i < 2; i++)
			if (sigismember(&after, sent[i]) &&
			    !sigismember(&before, sent[i]))
				take_back(sent[i]);
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
}

void mc_log(const char *first, ...)
{
	static char line[4096 + 256]; /* the stack may be a small one */
	struct mc_log_text text = MC_LOG_TEXT(line);
	int error = errno;
	va_list parts;

	mc_log_add(&text, "memcall: ");
	va_start(parts, first);
	for (const char *part = first; part; part = va_arg(parts, const char *))
		add_seen(&text, part);
	va_end(parts);
	if (text.cut)
		text.length--;
	text.at[text.length++] = '\n';
	write_unseen(text.at, text.length);
	errno = error;
}

const char *mc_log_error(int error)
{
	const char *text = strerrordesc_np(error);

	return text ? text : "unknown error";
}
