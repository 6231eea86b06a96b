/* SPDX-License-Identifier: MIT */
/*
 * Takes names apart.  See groups.h.
 */
#include "report/groups.h"

#include <string.h>

/* Lengths of the outermost scope of a name, and of all; 0: there is none. */
struct scopes {
	size_t outermost;
	size_t all;
};

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static struct scopes find_scopes(const char *name)
{
	static const char anonymous[] = "(anonymous namespace)";
	struct scopes found = {0, 0};
	size_t start = 0; /* of the part that `at` is in */
	int depth = 0;

	for (size_t at = 0; name[at]; at++) {
		/* Its brackets need not be closed. */
		if (!depth && at == start && begins(name + at, "operator"))
			break;
		if (!depth && begins(name + at, anonymous)) {
			at += strlen(anonymous) - 1;
			continue;
		}
		if (!depth && name[at] == '(')
			break; /* parameters */
		if (strchr("<({[", name[at]))
			depth++;
		else if (strchr(">)}]", name[at]))
			depth--;
		if (depth || !begins(name + at, "::"))
			continue;
		if (!found.outermost)
			found.outermost = at;
		found.all = at;
		start = at + 2;
		at++;
	}
	return found;
}

bool mc_groups_put(struct mc_text *out, enum mc_view_group by,
		   const struct mc_model_function *f)
{
	struct scopes scopes = find_scopes(f->name);
	const char *from = f->name;
	size_t length = 0;

	switch (by) {
	case MC_VIEW_NO_GROUPS:
		break;
	case MC_VIEW_NAMESPACES:
		length = scopes.outermost;
		break;
	case MC_VIEW_CLASSES:
		length = scopes.all;
		break;
	case MC_VIEW_FILES:
		from = f->file;
		length = strlen(from);
		break;
	}
	mc_text_put(out, from, length);
	return length > 0;
}
