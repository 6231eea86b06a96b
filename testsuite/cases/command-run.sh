# SPDX-License-Identifier: MIT
# memcall run: the graph is always written, the program's end is repeated.
. "$MEMCALL_LIB"
write_program
compile program.c
run "$memcall" run -o exit.dot -- ./program 7
expect_status 7
expect_silence
printf 'sum 12\n' | expect_text out
expect_file exit.dot
expect_no_file exit.dot.memcall
for end in kill:137 segv:139 _exit:5; do
	run sh -c 'ulimit -c 0; exec $launch "$@"' sh \
		"$memcall" run -o ${end%:*}.dot -- ./program "${end%:*}"
	expect_status "${end#*:}"
	expect_file ${end%:*}.dot
	expect_no_file ${end%:*}.dot.memcall
done
run "$memcall" run -o raw.memcall -- ./program kill
expect_status 137
expect_calls raw.memcall leaf 6

# Without -o the graph has the program's name, and takes the place of nothing.
run "$memcall" run -- ./program 3
expect_status 3
expect_message 'the graph is in program.svg \(-o OUT: elsewhere\)'
expect_file program.svg
expect_no_file program.svg.memcall
cp program.svg first.svg
run "$memcall" run ./program kill
expect_status 137
expect_message 'the graph is in program-2.svg'
cmp -s program.svg first.svg || fail "program.svg was replaced"
echo mine >program-3.svg.memcall
run "$memcall" run ./program
expect_message 'the graph is in program-4.svg'
printf 'mine\n' | expect_text program-3.svg.memcall
mkdir elsewhere
cp program 'elsewhere/odd %p'
run "$memcall" run 'elsewhere/odd %p'
expect_message 'the graph is in odd %p.svg'
expect_file 'odd %p.svg'
expect_no_file elsewhere/*.svg

# A program that was not built with the plugin, or does not exist.
$CC -Wno-attributes program.c -o plain
run "$memcall" run -o plain.dot -- ./plain 4
expect_status 4
expect_message 'plain.*plugin|plugin.*plain'
expect_no_file plain.dot plain.dot.memcall
run "$memcall" run -o none.dot -- ./no-such-program
[ "$status" -eq 127 ] || expect_status 1
expect_message 'no-such-program'

# Neither does it change which signals the program ignores.
cat >signals.c <<'EOF'
#include <signal.h>
#include <stdio.h>
__attribute__((profile)) int work(void)
{
	for (int i = 1; i < NSIG; i++)
		if (signal(i, SIG_DFL) == SIG_IGN)
			printf("%d\n", i);
	return 0;
}
int main(void)
{
	return work();
}
EOF
compile signals.c
run ./program
mv out out.plain
run "$memcall" run -o signals.dot -- ./program
expect_status 0
expect_text out <out.plain

# What is in the way of the profile has been said by the recorder.
echo mine >barred.dot.memcall
run "$memcall" run -o barred.dot -- ./program
expect_status 0
expect_message 'barred\.dot\.memcall.*not a profile'

# The interrupt key ends the program, and the graph is written; pressed again while
# it is drawn, it says what is left to do.
cat >slow.c <<'EOF'
#include <signal.h>
__attribute__((profile)) int work(void)
{
	raise(SIGINT);
	return 0;
}
int main(void)
{
	return work();
}
EOF
compile slow.c
run env --default-signal=INT "$memcall" run -o interrupted.dot -- ./program
expect_status 130
expect_silence
expect_file interrupted.dot
mkfifo waiting.dot
check_python <<'EOF'
import os, signal, subprocess, time

memcall = os.path.join(os.environ["MEMCALL_BUILD"], "memcall")
# Not ignored, as it is in what a shell has put in the background.
signal.signal(signal.SIGINT, signal.SIG_DFL)
# Nobody reads what it draws.
run = subprocess.Popen([memcall, "run", "-o", "waiting.dot", "--", "./program"],
                       stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
while run.poll() is None:
    time.sleep(1)
    run.send_signal(signal.SIGINT)
said = run.stderr.read().decode()
assert run.returncode == -signal.SIGINT, run.returncode
assert "interrupted: the profile is kept: memcall convert" in said, said
assert said.count("\n") == 1, said
EOF
expect_calls waiting.dot.memcall work 1
