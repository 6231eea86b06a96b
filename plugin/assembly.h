/* SPDX-License-Identifier: MIT */
/*
 * Assembly in functions (asm statements) that defines a symbol.
 *
 * GCC may duplicate any statement that is followed by a test (jump threading),
 * so a body with such assembly can not even have hooks.
 */
#ifndef MC_ASSEMBLY_H
#define MC_ASSEMBLY_H

#include "gcc-compat.h"

/* True if BODY, which has been gimplified but not lowered, has such assembly.
 */
bool mc_assembly_defines_symbol(gimple_seq body);

/* Looks at the whole unit, and keeps GCC from inlining such assembly where it
   need not.  To be called before mc_assembly_is_definer, and once the functions
   are control flow graphs. */
void mc_assembly_prepare(void);

/* True if NODE's body has such assembly, or will have it when GCC has inlined
   what it must. */
bool mc_assembly_is_definer(cgraph_node *node);

#endif
