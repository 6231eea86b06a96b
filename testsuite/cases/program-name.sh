# SPDX-License-Identifier: MIT
# A program is called by the name of its executable, or of the link by which it was
# called, whatever it writes over its arguments; %e in a file name has no blanks.
. "$MEMCALL_LIB"
native "the program that runs is QEMU"
cat >program.c <<'EOF'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>
#ifndef PLAIN
static volatile int sum;
static void leaf(void)
{
	sum = sum + 1;
}
__attribute__((profile)) int work(void)
{
	leaf();
	return 0;
}
#endif
#ifndef LIBRARY
/* As servers do, and then some: up to the very end of what execve passed. */
static void show_title(char **argv)
{
	static char *none[] = {NULL};
	char *end = (char *)getauxval(AT_EXECFN);
	end += strlen(end);
	environ = none;
	for (char *at = argv[0]; at < end; at++)
		*at = "postgres: a/b [local] SELECT "[(at - argv[0]) % 29];
}
int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	char *again[] = {"./argument 0", NULL};
	if (!strcmp(how, "deleted"))
		unlink(argv[2]);
	if (!strcmp(how, "exe"))
		execv("/proc/self/exe", again);
	if (!strcmp(how, "descriptor"))
		fexecve(open(argv[2], O_RDONLY), again, environ);
#ifdef PLAIN
	char *library = strdup(argv[2]), *out = strdup(getenv("MEMCALL_OUT"));
	show_title(argv);
	setenv("MEMCALL_OUT", out, 1);
	void *handle = dlopen(library, RTLD_NOW);
	int (*work)(void) = handle ? (int (*)(void))dlsym(handle, "work") : NULL;
	return work ? work() : 3;
#else
	show_title(argv);
	return work();
#endif
}
#endif
EOF
compile program.c

# named NAME FILE COMMAND ...: how it is called, with what it says of itself; by
# $command, if that is not what was typed
command=
named()
{
	wanted=$1
	file=$2
	shift 2
	MEMCALL_OUT=$PWD/%e.memcall run "$@"
	expect_status 0
	expect_silence
	expect_calls "$file.memcall" leaf 1
	"$memcall" dump "$file.memcall" >dump
	expect_line dump "profile .*program=\"$wanted\""
	line=$*
	expect_line dump "profile .*command=\"${command:-$line}\""
	command=
	rm "$file.memcall"
}

ln -s program linked
ln program hard
cp program 'of two  words'
for name in program linked hard; do
	named $name $name ./$name one two
	named $name $name "$PWD/$name"
done
named 'of two  words' of_two__words './of two  words'
command='./argument 0'
named program program ./linked exe
command='./argument 0'
named program program ./linked descriptor ./program
cp program gone
named gone gone ./gone deleted ./gone
printf '#!%s/program\n' "$PWD" >script
chmod +x script
command='.*program .*script'
named program program ./script

# Registered when there is nothing left of what execve passed.
$CC program.c -DPLAIN -w -o plain
compile program.c -fPIC -shared -DLIBRARY
mv program library.so
command='.*SELECT.*'
named plain plain ./plain late ./library.so

# memcall run expands the pattern itself.
run "$memcall" run -o '%e.json' -- './of two  words'
expect_status 0
expect_file of_two__words.json
