# SPDX-License-Identifier: MIT
# memcall run -r N: a profile of each run, or one picture of all; the status of
# the first run that failed.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static int leaf(int n)
{
	return n + 1;
}
/* Fails in its second and third run.  With one argument it says what it has
   read, with two it has the command stopped in its second run. */
__attribute__((profile)) int main(int argc, char **argv)
{
	FILE *file = fopen("count", "a");
	char line[20] = "none\n";
	long runs;

	(void)argv;
	fputs("x", file);
	fflush(file);
	runs = ftell(file);
	if (argc == 2 && fgets(line, sizeof(line), stdin))
		fputs(line, stdout);
	if (argc == 3 && runs == 2) {
		kill(getppid(), SIGTERM);
		for (;;)
			pause();
	}
	return runs == 2 ? leaf(3) : runs == 3 ? leaf(4) : 0;
}
END
compile program.c
fresh()
{
	rm -f count *.memcall *.dot
}
run "$memcall" run -r 4 -o base.memcall -- ./program
expect_status 4
expect_silence
ls *.memcall >seen
expect_text seen <<'END'
base.1.memcall
base.2.memcall
base.3.memcall
base.4.memcall
END
expect_calls base.3.memcall leaf 1
run "$memcall" diff base.[12].memcall -- base.[34].memcall --by=calls
expect_status 0

# Fewer runs leave what is of the earlier ones, and it is said.
rm count
run "$memcall" run --repeat=1 -o base.memcall -- ./program
expect_silence
expect_file base.memcall
sleep 0.1
rm count
run "$memcall" run -r 2 -o base.memcall -- ./program
expect_message '2 profiles of earlier runs match .*/base\.\*\.memcall, too'

# A picture is of all runs, and the profiles are gone then.
fresh
run "$memcall" run -r 3 -o graph.dot -- ./program
expect_status 4
expect_silence
expect_file graph.dot
expect_no_file graph.dot.*
expect_line graph.dot '.*calls=3'
expect_line graph.dot '.*3 runs'

# Each run reads the same file.
fresh
echo input >input
run sh -c 'exec $launch "$@" <input' sh \
	"$memcall" run -r 2 -o base.memcall ./program x
expect_text out <<'END'
input
input
END

# A signal ends all runs; what there is is kept.
fresh
run "$memcall" run -r 5 -o base.memcall -- ./program x y
expect_status 143
expect_message 'stopped after 2 of 5 runs'
expect_file base.1.memcall base.2.memcall
expect_no_file base.3.memcall

# What cannot run is said once.
run "$memcall" run -r 3 -o none.memcall -- ./no-such-program
expect_status 127
expect_message 'no-such-program'
run "$memcall" run -r 0 -o none.memcall -- ./program
expect_status 2
expect_message '--repeat takes a number from 1'
