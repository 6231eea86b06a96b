# SPDX-License-Identifier: MIT
# memcall diff calls a change real if it is: of what differs between runs of one
# program with one input, hardly anything; but a function that takes 30 % more
# time, in ten runs of each.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile unsigned int sum;
static unsigned char table[1 << 18];

static void spin(int rounds)
{
	for (int i = 0; i < rounds; i++)
		sum = sum * 1664525 + 1013904223;
}

static void walk(void)
{
	for (unsigned int i = 0; i < 40000; i++)
		table[i * 4099 % sizeof(table)]++;
}

static int order(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void sort(void)
{
	int values[1000];

	for (unsigned int i = 0; i < 1000; i++)
		values[i] = (int)(i * 2654435761u >> 8);
	qsort(values, 1000, sizeof(*values), order);
}

static void print(void)
{
	char text[40];

	for (int i = 0; i < 300; i++)
		sum += (unsigned int)snprintf(text, sizeof(text), "%d", i);
}

static int add(int n)
{
	return n + 1;
}

static void count(void)
{
	for (int i = 0; i < 30000; i++)
		sum += (unsigned int)add(i);
}

__attribute__((profile)) int main(int argc, char **argv)
{
	int percent = argc > 1 ? atoi(argv[1]) : 100;

	for (int i = 0; i < 20; i++) {
		spin(1000 * percent);
		walk();
		sort();
		print();
		count();
	}
	return 0;
}
END
compile program.c

# compare FILES -- FILES: adds to the number of changes, of those without a ~,
# and of what --fail-over fails for.
compare()
{
	run "$memcall" diff "$@" --fail-over=10
	failed=$((failed + (status != 0)))
	sed -n '/ function$/,/^$/p' out | sed '1d; /^$/d' >rows
	changes=$((changes + $(wc -l <rows)))
	grep -Ev '^ *(~|0 ns)' rows >>real || :
}

# Twenty pairs of single runs, and twenty of three runs on each side.
compare_pairs()
{
	changes=0
	failed=0
	: >real
	for pair in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		run "$memcall" run -r 3 -o a.memcall -- ./program
		run "$memcall" run -r 3 -o b.memcall -- ./program
		expect_status 0
		compare a.1.memcall b.1.memcall
		compare a.*.memcall -- b.*.memcall
	done
	echo "$(wc -l <real) of $changes changes are real, $failed of 40 fail"
	[ $(($(wc -l <real) * 20)) -le "$changes" ] && [ "$failed" -le 2 ]
}

# One in 20 is the limit, and less than half of that the rule.  Twice above it is
# no chance.
compare_pairs || compare_pairs || fail "changes by chance: $(cat real)"
[ "$changes" -gt 80 ] || fail "only $changes changes: $(cat out)"

# On a busy machine it may take more than one attempt to see that spin differs.
rm -f ./*.memcall
for attempt in 1 2 3; do
	for number in 0 1 2 3 4 5 6 7 8 9; do
		MEMCALL_OUT=a.$number.memcall run ./program 100
		MEMCALL_OUT=b.$number.memcall run ./program 130
	done
	run "$memcall" diff a.*.memcall -- b.*.memcall
	expect_status 0
	cat out
	! grep -Eq '^ *\+[0-9.]+ [mu]s .* spin$' out || break
done
expect_line out ' *\+[0-9.]+ [mu]s .* spin$'
expect_line out 'program: .*, means of 10 and 10 runs'
