// SPDX-License-Identifier: MIT
#ifndef POINT_H
#define POINT_H

inline int half(int n)
{
	return n / 2;
}

struct Point {
	int x, y;
	int norm() const { return half(x * x + y * y); }
};

#endif
