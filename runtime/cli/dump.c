/* SPDX-License-Identifier: MIT */
/*
 * memcall dump IN...: all records, a line each.
 */
#include "report/dump.h"
#include "cli/cli.h"
#include "cli/parse.h"

#include <stddef.h>
#include <stdint.h>

struct arguments {
	struct mc_inputs inputs;
	enum mc_model_split by;
};

#define PLACE(member) offsetof(struct arguments, member)

static const struct mc_flag flags[] = {
	{"by", 0, &mc_flag_word, PLACE(by), MC_CLI_SPLITS, NULL, "all",
	 "have the functions of each rank, host or process apart"},
	{0},
};

static int dump(const struct mc_command *command, int argc, char **argv)
{
	struct arguments a = {0};
	struct mc_model *model;
	struct mc_error error;

	if (mc_parse_arguments(command, argc, argv, &a) != 0)
		return MC_EXIT_USAGE;
	model = mc_cli_load(a.inputs.path, a.inputs.count, MC_MODEL_RAW, a.by,
			    false, &error);
	if (!model)
		return mc_cli_fail(&error);
	mc_dump_write(model, stdout);
	mc_model_free(model);
	return mc_cli_finish();
}

const struct mc_command mc_dump_command = {
	.name = "dump",
	.arguments = "IN...",
	.purpose = "print profiles as text for scripts",
	.description = "Prints a profile as text, one line a record, for "
		       "scripts.",
	.notes = "The lines are profile, function, edge, thread and context; "
		 "strings have the escapes of C.  Several profiles are merged "
		 "into one.  - is standard input.",
	.flags = flags,
	.least_inputs = 1,
	.most_inputs = SIZE_MAX,
	.wanted = "no profile is given",
	.main = dump,
};
