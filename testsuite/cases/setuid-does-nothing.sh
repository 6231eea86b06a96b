# SPDX-License-Identifier: MIT
# A setuid program loads and writes nothing.
. "$MEMCALL_LIB"
[ "$(id -u)" -eq 0 ] || skip "only root can make a program setuid to another"
write_program
compile program.c
chown 65534 program && chmod 4755 program || skip "cannot make it setuid"
chmod 777 .
need strace
cat >secure.c <<'END'
#include <stdio.h>
#include <sys/auxv.h>
int main(void)
{
	printf("%lu\n", getauxval(AT_SECURE));
	return 0;
}
END
$CC secure.c -o secure
chown 65534 secure && chmod 4755 secure
run ./secure
[ "$(cat out)" = 1 ] || skip "setuid has no effect on this file system"
MEMCALL_OUT=$PWD/graph.dot run ./program
expect_status 0
expect_silence
expect_no_file graph.dot graph.dot.memcall
