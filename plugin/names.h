/* SPDX-License-Identifier: MIT */
/*
 * What functions are called: by who wrote them, by the assembler.
 */
#ifndef MC_NAMES_H
#define MC_NAMES_H

#include "gcc-compat.h"

#include <string>

/* What GCC makes of a coroutine: the ramp, under the coroutine's own symbol,
   which makes its frame and calls the actor; the actor, which is its body, from
   where it was suspended on; the destroyer, which has the actor destroy what is
   in the frame. */
enum mc_coroutine_part {
	NO_COROUTINE,
	COROUTINE_RAMP,
	COROUTINE_ACTOR,
	COROUTINE_DESTROYER,
};

enum mc_coroutine_part mc_names_part(tree decl);

/* The ramp, if DECL is a part of a coroutine: what the programmer wrote.  All
   that is said below of a function goes by it, but for the symbol. */
tree mc_names_written(tree decl);

/* The qualified name as written, "ns::Class::method"; of one that would be
   longer than 64 KB the beginning, as it is shown.  Lives as long as GCC. */
const char *mc_names_qualified(tree decl);

/* The same to be shown, and to lie in objects: of names that are 4 KB longer
   than the assembler name the beginning, an ellipsis and the name of the
   method. */
const char *mc_names_shown(tree decl);

/* The name with its parameters, "ns::Class::method(int)", of 64 KB at most; a C
   function has the name only. */
std::string mc_names_signature(tree decl);

/* The assembler name; one for all variants of a constructor or destructor. */
std::string mc_names_symbol(tree decl);

/* True for a constructor or destructor that GCC made only to pass its object
   on to another variant of the same one (D0 to D1, C1 to C4 under -Os). */
bool mc_names_is_variant_wrapper(tree decl);

/* True for what is in namespace std, at any depth. */
bool mc_names_is_in_std(tree decl);

/* Where the function is defined. */
location_t mc_names_place(tree decl);

/* The source file FILE as debug information names it, by -ffile-prefix-map and
   -fdebug-prefix-map; "" if NULL.  Lives as long as GCC. */
const char *mc_names_file(const char *file);

#endif
