// SPDX-License-Identifier: MIT
// K&R definitions: the arguments arrive promoted, also through a pointer.
// { mc-options "-std=gnu89" }
// { mc-node "work" calls=1 }
// { mc-node "mix" calls=3 }
// { mc-node "half" calls=3 }
// { mc-edge "work -> mix" calls=3 }
// { mc-edge "mix -> half" calls=3 }
// { mc-only-nodes }
#include <stdio.h>

double half(f)
float f;
{
	return f / 2;
}

int mix(c, s, f)
char c;
short s;
float f;
{
	return c + s + (int)half(f);
}

static int (*volatile pointer)() = mix;

__attribute__((profile)) int work(n)
int n;
{
	return mix(n, n, 3.0) + mix('a', -1, 5.0) + pointer(300, 70000, 8.0);
}

int main()
{
	printf("%d\n", work(4));
	return 0;
}
