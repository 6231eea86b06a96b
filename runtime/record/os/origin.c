/* SPDX-License-Identifier: MIT */
/*
 * Finds host and rank.  See origin.h.
 *
 * Whatever starts the processes of a parallel job tells each its rank in the
 * environment, before MPI is there.  So it is known of a program that has not
 * called MPI_Init, or that is no MPI program at all.  A forked child has its
 * parent's.
 */
#include "origin.h"

#include <stdlib.h>
#include <sys/utsname.h>

/* Names of the variable.  The first that is a number counts: launchers come
   before the job scheduler, which they may have been started by as one task. */
static const char *const variables[] = {
	"OMPI_COMM_WORLD_RANK", /* Open MPI */
	"MV2_COMM_WORLD_RANK", /* MVAPICH2 */
	"PMIX_RANK", /* PMIx: PRRTE, Open MPI 5 under Slurm */
	"PMI_RANK", /* MPICH, Intel MPI, Cray */
	"PALS_RANKID", /* Cray */
	"ALPS_APP_PE",
	"JSM_NAMESPACE_RANK", /* IBM */
	"FLUX_TASK_RANK", /* Flux */
	"SLURM_PROCID", /* Slurm */
};

#define VARIABLES (sizeof(variables) / sizeof(variables[0]))
#define MOST_RANK 0xfffffffeu /* one more has to fit as well */

static struct {
	struct utsname system;
	uint32_t rank;
} origin;

const char *mc_origin_host(void)
{
	return origin.system.nodename;
}

uint32_t mc_origin_rank(void)
{
	return origin.rank;
}

/* Reads a rank; returns it as format.h has it, or 0 if it is none. */
static uint32_t read_rank(const char *text)
{
	uint64_t rank = 0;

	if (!text || !*text)
		return 0;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return 0;
		rank = rank * 10 + (uint64_t)(*text - '0');
		if (rank > MOST_RANK)
			return 0;
	}
	return (uint32_t)rank + 1;
}

void mc_origin_init(void)
{
	if (uname(&origin.system))
		origin.system.nodename[0] = '\0';
	for (size_t i = 0; i < VARIABLES && !origin.rank; i++)
		origin.rank = read_rank(secure_getenv(variables[i]));
}
