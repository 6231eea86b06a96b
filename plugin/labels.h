/* SPDX-License-Identifier: MIT */
/*
 * Labels whose addresses are taken (&&label): a function that has some can have
 * a second body only if each address is used by the body that took it.
 */
#ifndef MC_LABELS_H
#define MC_LABELS_H

#include "gcc-compat.h"

/* Looks at the whole unit.  Before any question, and once the functions are
   control flow graphs. */
void mc_labels_prepare(void);

/* True if the labels of the function DECL do not stand in the way of a second
   body. */
bool mc_labels_allow_copy(tree decl);

#endif
