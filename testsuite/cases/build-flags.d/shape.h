// SPDX-License-Identifier: MIT
#define API __attribute__((visibility("default")))

struct API Shape {
	virtual ~Shape();
	virtual int area(int n);
};

Shape *make(int n);
extern "C" API int lib_leaf(int n);
extern "C" API int lib_run(int n, int (*f)(int));

inline int twice(int n)
{
	return 2 * n;
}
