// SPDX-License-Identifier: MIT
void visit(int n, void (*f)(int, void *), void *closure);

void visit(int n, void (*f)(int, void *), void *closure)
{
	while (n-- > 0)
		f(n, closure);
}
