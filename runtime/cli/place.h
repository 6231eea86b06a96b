/* SPDX-License-Identifier: MIT */
/* Where things are: this command, and what a compiler says of itself. */
#ifndef MC_CLI_PLACE_H
#define MC_CLI_PLACE_H

#include <stdbool.h>

/* The folder of this executable, to be freed. */
char *mc_place_folder(void);

/* Asks the compiler CC for its major version; negative if it is none. */
int mc_place_ask_major(const char *cc);

/* Asks CC for its folder of plugins, to be freed; NULL if it has none. */
char *mc_place_ask_plugins(const char *cc);

#endif
