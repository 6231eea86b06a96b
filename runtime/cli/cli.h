/* SPDX-License-Identifier: MIT */
/*
 * What the subcommands of `memcall` share.
 *
 * Each is in a file of its own and has a row there (command.h).  It prints what
 * it has to say on stderr as `memcall: ...`, and returns the exit status: 0, 1
 * (could not), 2 (usage), 3 (diff: grown by more than allowed).
 */
#ifndef MC_CLI_H
#define MC_CLI_H

#include "report/error.h"
#include "report/model.h"
#include "report/sources.h"
#include "report/terminal.h"
#include "report/writers.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	MC_EXIT_OK = 0,
	MC_EXIT_FAILED = 1,
	MC_EXIT_USAGE = 2,
	MC_EXIT_GROWN = 3,
};

/* The handler of SIGXFSZ when the command was called.  The command ignores that
   signal, and `run` gives the handler back to the program. */
extern void (*mc_cli_too_large)(int);

/* The profile that remains if the command fails, or NULL; mc_cli_fail names it.
 */
extern const char *mc_cli_kept;

/* Prints `memcall: TEXT`; returns MC_EXIT_FAILED. */
int mc_cli_fail(const struct mc_error *error);
void mc_cli_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

void mc_cli_print_warnings(const struct mc_warnings *warnings);

/* What --by takes, in the order of enum mc_model_split. */
#define MC_CLI_SPLITS "all|rank|host|process"

/* Lists the profiles of the inputs.  Returns 0, or -1 and *error if one cannot
   be read; to be freed in any case.  Warnings are printed unless `quiet`. */
int mc_cli_find(char *const *paths, size_t count, bool quiet,
		struct mc_sources *sources, struct mc_error *error);

/* Reads them and builds their model; NULL and *error if one cannot be read. */
struct mc_model *mc_cli_build(const struct mc_sources *sources,
			      enum mc_model_detail detail,
			      enum mc_model_split by, bool quiet,
			      struct mc_error *error);

/* The one after the other. */
struct mc_model *mc_cli_load(char *const *paths, size_t count,
			     enum mc_model_detail detail,
			     enum mc_model_split by, bool quiet,
			     struct mc_error *error);

/* Reads `paths` and writes `out`: what convert does and run ends with.
   Returns an exit status, having printed what went wrong. */
int mc_convert_files(char *const *paths, size_t count, const char *out,
		     const struct mc_writer_options *how, bool quiet);

/* Finds out about stdout.  A terminal gets signs, and names cut to its columns;
   a pipe gets whole names in ASCII. */
struct mc_terminal mc_cli_find_terminal(void);

/* Returns the metric, or what stands for it where the model has no time on the
   processor apart from waiting, or nothing of the heap: the time.  Says so
   then. */
enum mc_metric mc_cli_check_known(const struct mc_model *model,
				  enum mc_metric metric);

/* Flushes stdout; says so if that failed (a full disk). */
int mc_cli_finish(void);

#endif
