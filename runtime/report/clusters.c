/* SPDX-License-Identifier: MIT */
/*
 * Puts the boxes of a group into a subgraph, which dot draws a frame around.
 */
#include "report/clusters.h"
#include "report/groups.h"
#include "report/map.h"
#include "report/shorten.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define GROUP_COLUMNS 40 /* of what is written on the frame of a scope */

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* True if PATH ends with TAIL, from a part on. */
static bool ends_with(const char *path, const char *tail)
{
	size_t length = strlen(path), size = strlen(tail);

	return length >= size && !strcmp(path + length - size, tail) &&
	       (length == size || path[length - size - 1] == '/');
}

/* Returns the shortest end of the path that no other file has. */
static const char *find_short(const struct mc_map_strings *files,
			      const char *path)
{
	const char *tail = last_part(path);

	for (uint32_t i = 0; i < files->count; i++) {
		const char *other = files->text[i];

		if (!strcmp(other, path))
			continue;
		while (tail > path && ends_with(other, tail)) {
			tail--; /* the slash */
			while (tail > path && tail[-1] != '/')
				tail--;
		}
	}
	return tail;
}

/* Shortens the name of a group.  The end of a path says most. */
static void shorten_group(const struct mc_label_context *c, struct mc_text *out,
			  const struct mc_map_strings *files, const char *name)
{
	if (c->view->group == MC_VIEW_FILES)
		mc_text_print(out, "%s", find_short(files, name));
	else
		mc_shorten_name(out, name, GROUP_COLUMNS);
}

static void add_to_group(struct mc_sheet *s, const struct mc_label_context *c,
			 const struct mc_map_strings *files, Agnode_t *node,
			 const char *name)
{
	static const char prefix[] =
		"cluster_"; /* what dot draws a frame for */
	bool is_dark = c->view->is_dark;
	struct mc_text id = {0}, title = {0}, brief = {0}, text = {0};
	Agraph_t *group;

	mc_text_put_plain(&title, name);
	mc_text_print(&id, "%s%s", prefix,
		      mc_sheet_make_readable(s, mc_text_get(&title)));
	mc_text_free(&title);
	group = agsubg(s->graph, id.data, 1);
	agsubnode(group, node, 1);
	mc_text_free(&id);
	shorten_group(c, &brief, files, name);
	mc_text_put_dot(&text, mc_text_get(&brief));
	mc_sheet_set(s, group, "label", mc_text_get(&text));
	mc_text_free(&brief);
	mc_text_clear(&text);
	mc_text_put_dot(&text, name);
	mc_sheet_set(s, group, "tooltip", mc_text_get(&text));
	mc_text_free(&text);
	mc_sheet_set(s, group, "labelloc", "t");
	mc_sheet_set(s, group, "style", "rounded");
	mc_sheet_set(s, group, "fontsize", c->is_large ? "14" : "10");
	mc_sheet_set(s, group, "color", is_dark ? "#55554f" : "#d0d0ca");
	mc_sheet_set(s, group, "fontcolor", is_dark ? "#b4b4aa" : "#6a6a62");
}

void mc_clusters_add(struct mc_sheet *s, const struct mc_label_context *c,
		     Agnode_t *const *node)
{
	const struct mc_model *m = c->model;
	struct mc_map_strings files = {0};
	struct mc_text name = {0};

	for (uint32_t i = 0; i < m->function_count; i++)
		if (node[i])
			mc_map_intern(&files, m->functions[i].file);
	for (uint32_t i = 0; i < m->function_count; i++) {
		mc_text_clear(&name);
		if (node[i] &&
		    mc_groups_put(&name, c->view->group, &m->functions[i]))
			add_to_group(s, c, &files, node[i], mc_text_get(&name));
	}
	mc_text_free(&name);
	mc_map_free_strings(&files);
}
