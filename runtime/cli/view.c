/* SPDX-License-Identifier: MIT */
/*
 * Reads what is wanted of a graph.  See view.h.
 */
#include "cli/view.h"
#include "cli/cli.h"
#include "report/alloc.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	KEY_FOCUS = 0x200,
	KEY_IGNORE,
	KEY_DEPTH,
	KEY_NODES,
	KEY_MIN,
	KEY_COLOR,
	KEY_GROUP,
	KEY_DARK,
	KEY_VIEW,
	KEY_LINK,
};

static const struct argp_option options[] = {
	{"view", KEY_VIEW, "graph|tree", 0,
	 "a box for each function, or for each context it was called in", 0},
	{"focus", KEY_FOCUS, "GLOB", 0,
	 "only what calls functions of this name, directly or not, or is "
	 "called by them; may repeat",
	 0},
	{"ignore", KEY_IGNORE, "GLOB", 0,
	 "without functions of this name and what is called by them alone; "
	 "may repeat",
	 0},
	{"depth", KEY_DEPTH, "N", 0, "only N calls deep", 0},
	{"nodes", KEY_NODES, "N", 0, "the N costliest functions (80)", 0},
	{"min", KEY_MIN, "PERCENT", 0,
	 "only functions of this share and more (0.5)", 0},
	{"color", KEY_COLOR, "time|self|rss|peak", 0,
	 "what the fill of a box shows", 0},
	{"group", KEY_GROUP, "namespace|class|file", 0,
	 "put boxes together by this", 0},
	{"link", KEY_LINK, "URL", 0,
	 "where a click on a box leads: %f is its source file, %l the line "
	 "(%f#L%l); empty: nowhere",
	 0},
	{"dark", KEY_DARK, NULL, 0, "on a dark ground", 0},
	{0},
};

/* The place of VALUE among the names, which end with NULL; -1: none. */
static int find_name(const char *const *names, const char *value)
{
	for (int i = 0; names[i]; i++)
		if (strcmp(names[i], value) == 0)
			return i;
	return -1;
}

static uint32_t read_number(const struct argp_state *state, const char *value,
			    const char *complaint)
{
	unsigned long number;
	char *end;

	errno = 0;
	number = strtoul(value, &end, 10);
	if (value[0] < '0' || value[0] > '9' || *end || errno || !number ||
	    number > UINT32_MAX)
		mc_cli_usage(state, complaint);
	return (uint32_t)number;
}

static double read_share(const struct argp_state *state, const char *value)
{
	double percent;
	char *end;

	percent = strtod(value, &end);
	if (end == value || (*end && strcmp(end, "%") != 0) ||
	    !(percent >= 0 && percent <= 100))
		mc_cli_usage(state, "--min takes a percentage from 0 to 100");
	return percent / 100;
}

static void read_colour(const struct argp_state *state, struct mc_view *view,
			const char *value)
{
	static const char *const names[] = {"time", "self", "rss", "peak",
					    NULL};
	int found = find_name(names, value);

	if (found < 0)
		mc_cli_usage(state, "--color takes time, self, rss or peak");
	view->colour = (enum mc_view_colour)found;
}

static void read_group(const struct argp_state *state, struct mc_view *view,
		       const char *value)
{
	static const char *const names[] = {"none", "namespace", "class",
					    "file", NULL};
	int found = find_name(names, value);

	if (found < 0)
		mc_cli_usage(state, "--group takes namespace, class or file");
	view->group = (enum mc_view_group)found;
}

static void read_view(const struct argp_state *state, struct mc_view *view,
		      const char *value)
{
	static const char *const names[] = {"graph", "tree", NULL};
	int found = find_name(names, value);

	if (found < 0)
		mc_cli_usage(state, "--view takes graph or tree");
	view->is_tree = found;
}

static error_t parse(int key, char *value, struct argp_state *state)
{
	struct mc_view *view = state->input;

	switch (key) {
	case KEY_VIEW:
		read_view(state, view, value);
		return 0;
	case KEY_FOCUS:
		mc_view_add_glob(&view->focus, value);
		return 0;
	case KEY_IGNORE:
		mc_view_add_glob(&view->ignore, value);
		return 0;
	case KEY_DEPTH:
		view->depth = read_number(state, value,
					  "--depth takes a number from 1");
		return 0;
	case KEY_NODES:
		view->nodes = read_number(state, value,
					  "--nodes takes a number from 1");
		return 0;
	case KEY_MIN:
		view->least = read_share(state, value);
		view->has_least = true;
		return 0;
	case KEY_COLOR:
		read_colour(state, view, value);
		return 0;
	case KEY_GROUP:
		read_group(state, view, value);
		return 0;
	case KEY_LINK:
		view->link = value;
		return 0;
	case KEY_DARK:
		view->is_dark = true;
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

void mc_view_add_glob(struct mc_view_globs *globs, const char *glob)
{
	globs->glob = mc_alloc_append(globs->glob, globs->count,
				      sizeof(*globs->glob));
	globs->glob[globs->count++] = glob;
}

const struct argp mc_view_argp = {
	.options = options,
	.parser = parse,
};
