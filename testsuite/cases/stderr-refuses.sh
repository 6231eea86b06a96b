# SPDX-License-Identifier: MIT
# What memcall says cannot be written, as stderr is a file that may not grow, or a
# pipe that nobody reads: no signal, not even one that the program waits for.
. "$MEMCALL_LIB"
cat >program.c <<'END'
#include <signal.h>
#include <stdio.h>
#include <string.h>
static volatile sig_atomic_t caught;
static void handler(int signal)
{
	caught += signal;
}
__attribute__((profile)) int work(void)
{
	return 6;
}
int main(int argc, char **argv)
{
	sigset_t all, left;
	int result;
	if (argc > 1 && !strcmp(argv[1], "handlers")) {
		signal(SIGXFSZ, handler);
		signal(SIGPIPE, handler);
	}
	sigfillset(&all);
	if (argc > 1 && !strcmp(argv[1], "blocked"))
		sigprocmask(SIG_SETMASK, &all, NULL);
	result = work();
	sigpending(&left);
	printf("%d %d %d\n", caught, sigismember(&left, SIGXFSZ),
	       sigismember(&left, SIGPIPE));
	return result;
}
END
compile program.c
cat >file.sh <<'END'
head -c 512 /dev/zero >full
ulimit -f 1
exec $launch ./program "$@" 2>>full
END
cat >pipe.py <<'END'
import os, sys
ends = os.pipe()
os.close(ends[0])
os.dup2(ends[1], 2)
os.close(ends[1])
import signal
signal.signal(signal.SIGPIPE, signal.SIG_DFL)
launch = os.environ["launch"].split()
os.execvp((launch + ["./program"])[0], launch + ["./program"] + sys.argv[1:])
END
# Nothing that is said, as there is nothing to say, first.
for how in '' handlers blocked; do
	for out in '' /nonexistent/graph.dot; do
		export MEMCALL_OUT=$out
		run sh file.sh $how
		expect_status 6
		printf '0 0 0\n' | expect_text out
		run python3 pipe.py $how
		expect_status 6
		printf '0 0 0\n' | expect_text out
	done
done
[ "$(stat -c %s full)" -eq 512 ] || fail "more was written"
