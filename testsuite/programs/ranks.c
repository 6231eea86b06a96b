// SPDX-License-Identifier: MIT
//
// An MPI program whose load is uneven: rank r calls piece() 10 + r times, and
// the others wait for the last one.  work() is marked.
#include <mpi.h>
#include <stdio.h>

__attribute__((noinline)) static double piece(double sum)
{
	volatile double x = sum;

	for (int i = 0; i < 20000; i++)
		x = x * 0.5 + i;
	return x;
}

__attribute__((noinline)) static double compute(int rank)
{
	double sum = 0;

	for (int i = 0; i < 10 + rank; i++)
		sum = piece(sum);
	return sum;
}

__attribute__((noinline)) static double exchange(double mine)
{
	double all = 0;

	MPI_Allreduce(&mine, &all, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
	return all;
}

__attribute__((profile)) double work(int rank)
{
	double all = 0;

	for (int i = 0; i < 3; i++)
		all += exchange(compute(rank));
	return all;
}

int main(int argc, char **argv)
{
	int rank;
	double sum;

	MPI_Init(&argc, &argv);
	MPI_Comm_rank(MPI_COMM_WORLD, &rank);
	sum = work(rank);
	if (!rank)
		printf("%s\n", sum > 0 ? "done" : "nothing");
	MPI_Finalize();
	return 0;
}
