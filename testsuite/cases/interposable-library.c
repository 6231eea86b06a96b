// SPDX-License-Identifier: MIT
// A function of a shared library that the program defines as well: the
// library's own calls go to the program's, in recording as without.
// { mc-library "lib.c" }
// { mc-options "-rdynamic" }
// { mc-stdout "program 4" }
// { mc-node "work" calls=1 }
// { mc-node "lib_run" calls=1 }
// { mc-node "choose" calls=4 symbol=choose }
// { mc-node "from_program" calls=4 }
// { mc-edge "lib_run -> choose" calls=4 }
// { mc-edge "choose -> from_program" calls=4 }
// { mc-only-nodes }
#include <stdio.h>

int lib_run(int n);
int choose(int n);

static int from_program(void)
{
	return 1;
}

int choose(int n)
{
	return from_program() + 0 * n;
}

__attribute__((profile)) int work(int n)
{
	return lib_run(n);
}

int main(void)
{
	printf("program %d\n", work(4));
	return 0;
}
