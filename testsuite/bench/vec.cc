// SPDX-License-Identifier: MIT
// A loop over inline vector arithmetic: all of it is inlined and vectorised, as
// long as nothing is in the way.
#include <cstdio>
#include <cstdlib>

struct Vec {
	double x, y, z;
};

inline Vec operator+(const Vec &a, const Vec &b)
{
	return {a.x + b.x, a.y + b.y, a.z + b.z};
}

inline Vec operator*(const Vec &a, double s)
{
	return {a.x * s, a.y * s, a.z * s};
}

inline double dot(const Vec &a, const Vec &b)
{
	return a.x * b.x + a.y * b.y + a.z * b.z;
}

static Vec points[4096];

__attribute__((noinline)) void other()
{
	for (int i = 0; i < 4096; i++)
		points[i] = Vec{i * 0.5, i * 0.25, 1} * 0.001;
}

__attribute__((noinline)) double work(int rounds)
{
	double sum = 0;

	for (int r = 0; r < rounds; r++)
		for (int i = 1; i < 4096; i++) {
			points[i] = points[i] * 0.999 + points[i - 1] * 0.001;
			sum += dot(points[i], points[i - 1]);
		}
	return sum;
}

int main(int argc, char **argv)
{
	other();
	std::printf("%g\n", work(argc > 1 ? std::atoi(argv[1]) : 10000));
	return 0;
}
