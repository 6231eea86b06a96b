# SPDX-License-Identifier: MIT
# 200 children at once: each has a profile of its own, and its own calls in it.
. "$MEMCALL_LIB"
cat >program.c <<'EOF'
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
static volatile int sum;
static void leaf(void)
{
	sum = sum + 1;
}
__attribute__((profile)) int work(int children)
{
	int status, right = 0;
	for (int i = 0; i < children; i++)
		if (!fork()) {
			for (int k = 0; k < 1000; k++)
				leaf();
			exit(7);
		}
	while (wait(&status) > 0)
		right += WIFEXITED(status) && WEXITSTATUS(status) == 7;
	leaf();
	return right;
}
int main(void)
{
	printf("%d\n", work(200));
	return 0;
}
EOF
compile program.c
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
printf '200\n' | expect_text out
expect_edge out.memcall work leaf 1
ls out.*.memcall >files
expect_lines files 200
while read -r file; do
	expect_edge "$file" work leaf 1000
done <files
