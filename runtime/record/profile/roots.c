/* SPDX-License-Identifier: MIT */
/*
 * Keeps the globs.  See roots.h.
 *
 * Their text is copied, as the unit may be unloaded.  A glob that does not fit
 * is passed over.
 */
#include "roots.h"
#include "../os/log.h"

#include <string.h>

#define MC_ROOTS 64
#define MC_ROOTS_BYTES 4096

static struct {
	char text[MC_ROOTS_BYTES];
	size_t length;
	const char *globs[MC_ROOTS];
	unsigned char is_matched[MC_ROOTS];
	unsigned count;
} roots;

/* Returns the number of GLOB, a new one if need be; MC_ROOTS if there is no
   room. */
static unsigned find(const char *glob)
{
	size_t bytes = strlen(glob) + 1;

	for (unsigned i = 0; i < roots.count; i++)
		if (!strcmp(roots.globs[i], glob))
			return i;
	if (roots.count == MC_ROOTS ||
	    bytes > sizeof(roots.text) - roots.length)
		return MC_ROOTS;
	roots.globs[roots.count] =
		memcpy(roots.text + roots.length, glob, bytes);
	roots.length += bytes;
	return roots.count++;
}

void mc_roots_note(const char *list)
{
	for (; *list; list += strlen(list) + 1) {
		unsigned i = find(list + 1);

		if (i < MC_ROOTS && *list == '+')
			roots.is_matched[i] = 1;
	}
}

const char *mc_roots_idle(void)
{
	static char idle[1024];
	struct mc_log_text text = MC_LOG_TEXT(idle);

	idle[0] = '\0';
	for (unsigned i = 0; i < roots.count; i++) {
		if (roots.is_matched[i])
			continue;
		mc_log_add(&text, text.length ? ", root=" : "root=");
		mc_log_add(&text, roots.globs[i]);
	}
	return idle;
}
