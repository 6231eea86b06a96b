/* SPDX-License-Identifier: MIT */
/*
 * Takes names apart.  See groups.h.
 */
#include "report/groups.h"

#include <string.h>

/* The ends of the outermost scope of a name and of the last; 0: it has none.
   They begin behind the type that instances of templates return. */
struct scopes {
	size_t begin;
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
	struct scopes found = {0, 0, 0};
	size_t start = 0; /* of the part that `at` is in */
	int depth = 0;

	for (size_t at = 0; name[at]; at++) {
		/* The brackets of an operator need not be closed. */
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
		if (!depth && name[at] == ' ')
			found = (struct scopes){start = at + 1, 0, 0};
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
	size_t end = 0;

	switch (by) {
	case MC_VIEW_NO_GROUPS:
		break;
	case MC_VIEW_NAMESPACES:
		end = scopes.outermost;
		break;
	case MC_VIEW_CLASSES:
		end = scopes.all;
		break;
	case MC_VIEW_FILES:
		mc_text_put(out, f->file, strlen(f->file));
		return f->file[0];
	}
	if (end)
		mc_text_put(out, f->name + scopes.begin, end - scopes.begin);
	return end > 0;
}
