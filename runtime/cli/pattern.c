/* SPDX-License-Identifier: MIT */
/*
 * Expands patterns in file names.
 *
 * `memcall run` does that itself, since it must find the file afterwards.  The
 * program gets a name without patterns.
 */
#include "cli/pattern.h"
#include "report/text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Returns the MPI rank, which Open MPI, MPICH, MVAPICH2, PMIx or Slurm tells.
 */
static const char *find_rank(void)
{
	static const char *const names[] = {"OMPI_COMM_WORLD_RANK", "PMI_RANK",
					    "MV2_COMM_WORLD_RANK", "PMIX_RANK",
					    "SLURM_PROCID"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *rank = getenv(names[i]);

		if (rank && *rank)
			return rank;
	}
	return "0";
}

/* Puts the program's name as the recorder does (mc_program_file_name). */
static void put_program(struct mc_text *out, const char *program)
{
	const char *slash = strrchr(program, '/');

	for (program = slash ? slash + 1 : program; *program; program++)
		mc_text_put(out,
			    (unsigned char)*program <= ' ' || *program == 0x7f
				    ? "_"
				    : program,
			    1);
}

static void expand_one(struct mc_text *out, char letter, pid_t pid,
		       const char *program)
{
	char host[HOST_NAME_MAX + 1] = "localhost";

	switch (letter) {
	case 'p':
		mc_text_print(out, "%ld", (long)pid);
		return;
	case 'h':
		gethostname(host, sizeof(host) - 1);
		mc_text_print(out, "%s", host);
		return;
	case 'r':
		mc_text_print(out, "%s", find_rank());
		return;
	case 'e':
		put_program(out, program);
		return;
	case '%':
		mc_text_print(out, "%%");
		return;
	}
	mc_text_print(out, "%%%c", letter);
}

char *mc_pattern_expand(const char *pattern, pid_t pid, const char *program)
{
	struct mc_text out = {0};

	mc_text_put(&out, "", 0);
	for (; *pattern; pattern++) {
		if (*pattern == '%' && pattern[1])
			expand_one(&out, *++pattern, pid, program);
		else
			mc_text_put(&out, pattern, 1);
	}
	return out.data;
}

char *mc_pattern_quote(const char *name)
{
	struct mc_text out = {0};

	mc_text_put(&out, "", 0);
	for (; *name; name++) {
		if (*name == '%')
			mc_text_put(&out, "%", 1);
		mc_text_put(&out, name, 1);
	}
	return out.data;
}
