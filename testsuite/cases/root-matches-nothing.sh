# SPDX-License-Identifier: MIT
# A root= that matches no function of the whole program says so when that runs and
# nothing is recorded: once, and not of a glob that matches in another unit.
. "$MEMCALL_LIB"
cat >main.c <<'END'
#include <stdio.h>
int parse_all(int n);
int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		printf("%d\n", parse_all(3));
	return 0;
}
END
cat >parse.c <<'END'
int parse_all(int n)
{
	return n + 1;
}
END
# built FLAG ...: ./program of both units
built()
{
	for unit in main parse; do
		$CC -g -O2 "$plugin" "$@" -c $unit.c 2>said
		expect_lines said 0
	done
	$CC main.o parse.o -o program
}
root=-fplugin-arg-memcall-root
for scope in program unit; do
	scope=-fplugin-arg-memcall-scope=$scope
	built $scope "$root=parse::*" "$root=parse_all" "$root=sing*"
	MEMCALL_OUT=graph.dot run ./program
	expect_status 0
	expect_message 'no marked function ran.*no function matches root=parse::\*, root=sing\*:'
	[ "$(grep -o parse_all err)" = '' ] || fail "$(cat err)"
	expect_no_file graph.dot graph.dot.memcall
	MEMCALL_OUT=graph.dot run ./program work
	expect_status 0
	expect_silence
	expect_file graph.dot
	rm graph.dot
	run ./program
	expect_silence
	built $scope "$root=parse_all"
	MEMCALL_OUT=graph.dot run ./program
	expect_message 'no marked function ran: .* mark one'
	# Not even one unit has anything to record.
	built $scope "$root=nothing"
	MEMCALL_OUT=graph.dot run ./program work
	expect_status 0
	printf '4\n' | expect_text out
	expect_message 'no function matches root=nothing:'
done
