/* SPDX-License-Identifier: MIT */
/*
 * The names of functions, for those who wrote them and for the assembler.
 */
#ifndef MC_NAMES_H
#define MC_NAMES_H

#include "gcc-compat.h"

#include <string>

/* The parts that GCC makes of a coroutine.  The ramp, under the coroutine's own
   symbol, makes its frame and calls the actor.  The actor is its body, from
   where it was suspended on.  The destroyer has the actor destroy what is in
   the frame. */
enum mc_coroutine_part {
	NO_COROUTINE,
	COROUTINE_RAMP,
	COROUTINE_ACTOR,
	COROUTINE_DESTROYER,
};

enum mc_coroutine_part mc_names_part(tree decl);

/* What the programmer wrote: DECL, or the ramp, if DECL is another part of a
   coroutine.  All that is said below of a function is said of that, but for the
   symbol. */
tree mc_names_written(tree decl);

/* The qualified name as written, "ns::Class::method".  One of more than 64 KB
   is cut, as mc_names_shown does.  Lives as long as GCC. */
const char *mc_names_qualified(tree decl);

/* The same to be shown, and to lie in objects; where that of others of the unit
   is the same, with a profile, if the language is not one of C's.  A name that
   is more than 4 KB longer than the assembler name is cut: its beginning, an
   ellipsis and the name of the method. */
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
