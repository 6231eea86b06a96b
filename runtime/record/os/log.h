/* SPDX-License-Identifier: MIT */
/*
 * Text without stdio: messages to the user, and strings of bounded length.
 * Nothing here allocates or changes errno.  Any thread, any signal; mc_log
 * under the guard.
 */
#ifndef MC_LOG_H
#define MC_LOG_H

#include <stddef.h>
#include <stdint.h>

/* A string that is being built.  What does not fit is left out, and `cut` is
   set. */
struct mc_log_text {
	char *at;
	size_t size; /* of the buffer, NUL included */
	size_t length;
	int cut;
};

/* An empty string in BUFFER, an array. */
#define MC_LOG_TEXT(buffer) \
	((struct mc_log_text){.at = (buffer), .size = sizeof(buffer)})

/* Each of these appends to TEXT. */
void mc_log_add(struct mc_log_text *text, const char *string);
void mc_log_add_bytes(struct mc_log_text *text, const char *bytes, size_t n);
void mc_log_add_number(struct mc_log_text *text, uint64_t number);

/*
 * Writes one line "memcall: A B C ..." to standard error; the arguments are
 * strings, ended by NULL; control characters in them are written as \xHH.  Say
 * what is wrong, then the remedy.  Under the guard.
 */
void mc_log(const char *first, ...) __attribute__((sentinel));

/* Returns the text of an errno value, "No such file or directory".  Never
   NULL. */
const char *mc_log_error(int error);

#endif
