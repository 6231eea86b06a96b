/* SPDX-License-Identifier: MIT */
/*
 * Reads what is wanted of a graph.  See view.h.
 */
#include "cli/view.h"
#include "report/prune.h"
#include "report/view.h"

#include <stddef.h>

#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)

static bool read_tree(const struct mc_flag *flag, const char *value,
		      void *place)
{
	bool *is_tree = place;
	size_t index;

	if (!mc_flag_find_word(flag->value, value, &index))
		return false;
	*is_tree = index == 1;
	return true;
}

static const struct mc_flag_kind tree_kind = {.read = read_tree};

static bool read_least(const struct mc_flag *flag, const char *value,
		       void *place)
{
	struct mc_view *view = place;
	double percent;

	(void)flag;
	if (!mc_flag_read_percent(value, 0, 100, &percent))
		return false;
	view->least = percent / 100;
	view->has_least = true;
	return true;
}

static const struct mc_flag_kind least_kind = {
	.read = read_least, .takes = "a percentage from 0 to 100"};

#define PLACE(member) offsetof(struct mc_view, member)

const struct mc_flag mc_view_flags[] = {
	{"view", 0, &tree_kind, PLACE(is_tree), "graph|tree", NULL, "graph",
	 "a box for each function (`graph`), or for each context that a "
	 "function was called in (`tree`)"},
	{"focus", 0, &mc_flag_glob, PLACE(focus), "GLOB", NULL, NULL,
	 "only the functions of this name, what calls them, directly or not, "
	 "and what they call; may repeat"},
	{"ignore", 0, &mc_flag_glob, PLACE(ignore), "GLOB", NULL, NULL,
	 "without the functions of this name, and what only they call; may "
	 "repeat"},
	{"depth", 0, &mc_flag_count32, PLACE(depth), "N", NULL, "all",
	 "only N calls deep"},
	{"nodes", 0, &mc_flag_count32, PLACE(nodes), "N", NULL,
	 TEXT(MC_PRUNE_NODES) "; of a picture " TEXT(MC_PRUNE_SCREEN_NODES),
	 "only the N costliest functions"},
	{"min", 0, &least_kind, 0, "PERCENT", NULL, "0.5",
	 "only functions of this share of the whole and more"},
	{"color", 0, &mc_flag_colour, PLACE(colour), NULL, NULL,
	 "time; cpu, if it is known of several threads",
	 "what the fill of a box shows"},
	{"group", 0, &mc_flag_word, PLACE(group), "none|namespace|class|file",
	 NULL, "none", "which boxes are put together"},
	{"link", 0, &mc_flag_text, PLACE(link), "URL", NULL, "%f#L%l",
	 "where a click on a box of an SVG or PDF leads: `%f` is its source "
	 "file, `%l` the line; empty for nowhere"},
	{"dark", 0, &mc_flag_switch, PLACE(is_dark), NULL, NULL, NULL,
	 "draw on a dark ground"},
	{0},
};
