# SPDX-License-Identifier: MIT
# A static program adds -lmemcall, and needs nothing else; its threads are
# followed.  Without -lmemcall it runs unrecorded.
. "$MEMCALL_LIB"
unsanitized any "sanitizers cannot be linked into static programs"
cat >threads.c <<'END'
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
static int leaf(int n) { return n + 1; }
static void *start(void *argument)
{
	char *block = malloc(1 << 20);

	block[leaf(0)] = 1;
	free(block);
	return argument;
}
__attribute__((profile)) int work(int n)
{
	pthread_t thread;

	for (int i = 0; i < n; i++)
		if (pthread_create(&thread, NULL, start, NULL) ||
		    pthread_join(thread, NULL))
			return 1;
	return leaf(n);
}
int main(void)
{
	printf("%d\n", work(3));
	return 0;
}
END
# With threads, the linker warns of dlmopen, which such a program never calls.
build() {
	run $CC -g "$plugin" threads.c "$@" -o program
	expect_status 0
}
four() {
	expect_status 0
	expect_line out 4
	expect_silence
}
for kind in -static -static-pie; do
	for level in -O0 -O2; do
		build $level $kind -L"$MEMCALL_BUILD" -lmemcall
		run ./program
		four
		rm -f out.memcall
		MEMCALL_OUT=out.memcall run ./program
		four
		expect_calls out.memcall leaf 4
		expect_edge out.memcall work start 3
		MEMCALL_OUT=out.dot run ./program
		four
		expect_file out.dot
		build $level $kind
		MEMCALL_OUT=unseen.memcall run ./program
		four
		expect_no_file unseen.memcall
	done
done
