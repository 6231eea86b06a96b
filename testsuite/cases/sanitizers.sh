# SPDX-License-Identifier: MIT
# With GCC's sanitizers: the same output and status, and exact counts.
. "$MEMCALL_LIB"
unsanitized any "a program has one sanitizer at most"
cat >program.cc <<'END'
#include <pthread.h>
#include <stdexcept>
#include <stdio.h>
#include <stdlib.h>
#include <vector>

static int leaf(std::vector<int> *list, int n)
{
	list->push_back(n);
	return list->size();
}

static int fib(int n)
{
	return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

static void thrower(int n)
{
	if (n % 2)
		throw std::runtime_error("odd");
}

static void *in_thread(void *result)
{
	*(int *)result = fib(5);
	return NULL;
}

static int overflow(int n)
{
	return 2147483600 + n * 100;
}

__attribute__((profile)) int work(int n)
{
	std::vector<int> list;
	pthread_t thread;
	int sum = 0, result;

	for (int i = 0; i < n; i++) {
		sum += leaf(&list, i);
		try {
			thrower(i);
		} catch (std::exception &) {
			sum += 100;
		}
	}
	pthread_create(&thread, NULL, in_thread, &result);
	pthread_join(thread, NULL);
	return sum + result + fib(10);
}

int main(int argc, char **argv)
{
	int *block = (int *)malloc(4 * sizeof(int));

	printf("%d\n", work(6));
	fflush(stdout);
	if (argc > 1)
		printf("%d\n", overflow(argc - 1));
	if (argc > 2)
		block[argc + 1] = 1;
	free(block);
	return 0;
}
END
tried=
for kind in address undefined thread address,undefined; do
	for level in -O0 -O2; do
		$CXX $level -g -fsanitize=$kind program.cc -o plain \
			-Wno-attributes 2>said || continue
		tried="$tried $kind"
		compile program.cc $level -fsanitize=$kind
		mv program instrumented
		for arguments in '' 'overflow' 'overflow bound'; do
			cp plain program
			run ./program $arguments
			# what is said of addresses, and of the stack, differs
			head -n 1 err | sed 's/==*[0-9]*==*//; s/0x.*//' >said
			cp out expected
			expected=$status
			cp instrumented program
			for out in '' out.memcall; do
				MEMCALL_OUT=$out run ./program $arguments
				expect_status "$expected"
				expect_text out <expected
				head -n 1 err |
					sed 's/==*[0-9]*==*//; s/0x.*//' >says
				expect_text says <said
			done
			expect_calls out.memcall fib 192
			expect_edge out.memcall work leaf 6
			expect_edge out.memcall work thrower 6
			expect_edge out.memcall work in_thread 1
			expect_edge out.memcall in_thread fib 1
			rm out.memcall
		done
	done
done
[ -n "$tried" ] || skip "no sanitizer's library here"
