// SPDX-License-Identifier: MIT
#include "shape.h"

#include <stdexcept>

static int inner(int n)
{
	return n + 1;
}

int lib_leaf(int n)
{
	return inner(n);
}

int lib_run(int n, int (*f)(int))
{
	int sum = 0;

	for (int i = 0; i < n; i++)
		sum += lib_leaf(i) + f(i);
	return sum;
}

Shape::~Shape()
{
}

int Shape::area(int n)
{
	if (n == 3)
		throw std::runtime_error("three");
	return n;
}
