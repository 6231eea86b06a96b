# SPDX-License-Identifier: MIT
# Headers rename functions, for large files and with _FORTIFY_SOURCE: the
# recorder is told of the same calls.
. "$MEMCALL_LIB"
native "QEMU has memory of its own, which counts"
cat >unit.c <<'END_C'
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

__attribute__((profile)) long all(int fd, char *buffer, FILE *file)
{
	struct stat status;
	long sum = read(fd, buffer, sizeof(status));

	sum += pread(fd, buffer, 10, 0);
	sum += pwrite(fd, buffer, 10, 0);
	sum += lseek(fd, 1, 0);
	sum += fstat(fd, &status);
	sum += ftruncate(fd, 1);
	sum += (long)fread(buffer, 1, 20, file);
	sum += mmap(NULL, 1, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED;
	return sum + open(buffer, O_RDONLY);
}
END_C

# count FLAG ...: the calls of hooks in the compiled code.
count()
{
	$CC -O2 "$plugin" "$@" -S unit.c -o unit.s
	grep -c "call.*\*.*__memcall_module" unit.s
}
plain=$(count)
renamed=$(count -D_FILE_OFFSET_BITS=64)
fortified=$(count -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
: >.checked
[ "$renamed" = "$plain" ] || fail "large files: $renamed, not $plain"
[ "$fortified" = "$plain" ] || fail "fortified: $fortified, not $plain"
