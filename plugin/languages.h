/* SPDX-License-Identifier: MIT */
/*
 * What the languages that GCC compiles differ in: how names are written, what
 * their compilers make by themselves, and what these have not told GCC.
 *
 * A language is a row of a table.  All functions here are about the language of
 * this unit.
 */
#ifndef MC_LANGUAGES_H
#define MC_LANGUAGES_H

#include "gcc-compat.h"

#include <string>

/* Asks which language this unit is in; called before all else here.  False if
   it is none whose functions can be recorded. */
bool mc_languages_find(void);

/* Says, if mc_languages_find returned false, that nothing is recorded.  Nothing
   is said where no unit is compiled, as when GCC links. */
void mc_languages_report(void);

/* Declares the functions of GCC's own that hooks are made of, as the compilers
   of some languages do not, and finds out which functions share a name: the
   first time that it is called.  To be called
   once there are functions: before that, a compiler proper may not have
   declared its own. */
void mc_languages_complete(void);

/* The names of DECL as the language's people write them. */
struct mc_language_names {
	std::string qualified;
	std::string signature; /* with parameters, where there are overloads */
	std::string result; /* what it returns; "" if that tells none apart */
};

/* False: GCC knows, or its demangler for C++. */
bool mc_languages_name(tree decl, struct mc_language_names *names);

/* The name to be shown: the qualified one, unless other functions of the unit
   have it, too; then as much of the profile as it takes.  False as above. */
bool mc_languages_shown(tree decl, std::string *name);

/* True if DECL is defined in a file that comes with GCC, like the generic units
   and templates of libraries: what a system header is in C. */
bool mc_languages_is_of_library(tree decl);

/* True if the language's compiler has made DECL, which nobody has written. */
bool mc_languages_is_made(tree decl);

#endif
