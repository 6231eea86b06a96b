/* SPDX-License-Identifier: MIT */
/*
 * The demangler is libstdc++'s own, in the form that hands over what it prints
 * piece by piece.  Its header is C++, so the one function is declared here by
 * hand.
 *
 * A signature can be exponentially longer than its symbol, since every
 * substitution may stand for twice what the one before it does, and there are
 * symbols over which the demangler works as long without printing anything (it
 * looks for a pack that is to be expanded).  This form allocates nothing and
 * takes no lock, so that it can be left in the middle: when enough is printed,
 * and by a signal when it takes too long.  Symbols of over 1,024 characters it
 * refuses itself.
 */
#include "report/demangle.h"

#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/time.h>

#define ELLIPSIS "\xe2\x80\xa6"
#define MOST_BYTES 4096 /* template-heavy code was seen to reach 2,000 */
#define MOST_US 20000 /* of processor time; 4 KB take 100 */
#define MOST_LATE 25 /* symbols, half a second; then no more is tried */

int __gcclibcxx_demangle_callback(const char *symbol,
				  void (*print)(const char *piece,
						size_t length, void *data),
				  void *data);

enum { WORKED, FULL, LATE, NO_SYMBOL };

/* A fixed buffer: a signal may end the demangler at any time. */
static struct {
	sigjmp_buf away;
	char text[MOST_BYTES];
	size_t length;
} printed;

static void print_piece(const char *piece, size_t length, void *data)
{
	size_t room = sizeof(printed.text) - printed.length;
	size_t fit = length < room ? length : room;

	(void)data;
	memcpy(printed.text + printed.length, piece, fit);
	printed.length += fit;
	if (fit < length)
		siglongjmp(printed.away, FULL);
}

static void leave(int signal)
{
	(void)signal;
	siglongjmp(printed.away, LATE);
}

static void set_timer(suseconds_t us)
{
	const struct itimerval once = {.it_value.tv_usec = us};

	setitimer(ITIMER_VIRTUAL, &once, NULL);
}

static int print_within(const char *symbol)
{
	int result = sigsetjmp(printed.away, 1);

	if (!result) {
		printed.length = 0;
		set_timer(MOST_US);
		result =
			__gcclibcxx_demangle_callback(symbol, print_piece, NULL)
				? NO_SYMBOL
				: WORKED;
	}
	set_timer(0);
	return result;
}

/* The same with a handler of the signal. A program that has ended may have left
   the signal blocked. */
static int print_signature(const char *symbol)
{
	struct sigaction action = {.sa_handler = leave}, before;
	sigset_t timer, mask;
	int result;

	sigemptyset(&action.sa_mask);
	sigemptyset(&timer);
	sigaddset(&timer, SIGVTALRM);
	sigaction(SIGVTALRM, &action, &before);
	sigprocmask(SIG_UNBLOCK, &timer, &mask);
	result = print_within(symbol);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	sigaction(SIGVTALRM, &before, NULL);
	return result;
}

/* Cuts off a character of UTF-8 that is not whole. */
static void cut_text(void)
{
	while (printed.length &&
	       (printed.text[printed.length - 1] & 0xc0) == 0x80)
		printed.length--;
	if (printed.length && printed.text[printed.length - 1] & 0x80)
		printed.length--;
}

bool mc_demangle_symbol(const char *symbol, struct mc_text *signature)
{
	static unsigned int late;
	int result;

	if (strncmp(symbol, "_Z", 2) != 0 || late >= MOST_LATE)
		return false;
	result = print_signature(symbol);
	late += result == LATE;
	if (result != WORKED && result != FULL)
		return false;
	if (result == FULL)
		cut_text();
	mc_text_put(signature, printed.text, printed.length);
	if (result == FULL)
		mc_text_put(signature, ELLIPSIS, 3);
	return true;
}
