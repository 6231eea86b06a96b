/* SPDX-License-Identifier: MIT */
/*
 * What functions of a graph are put together by: parts of their names, or their
 * files.
 *
 *	shop::Index<a::B, 4>::build(int)	namespace shop
 *						class shop::Index<a::B, 4>
 *
 * Names do not tell a namespace from a class: the outermost scope stands for
 * the one, all of them for the other.
 */
#ifndef MC_GROUPS_H
#define MC_GROUPS_H

#include "report/model.h"
#include "report/text.h"
#include "report/view.h"

/* Appends the name of the group that the function is in. False if it is in
   none. */
bool mc_groups_put(struct mc_text *out, enum mc_view_group by,
		   const struct mc_model_function *function);

#endif
