# SPDX-License-Identifier: MIT
# testsuite/layers finds a file that includes a header or calls a function of a
# file above it, one that it does not know, and one that is gone.
. "$MEMCALL_LIB"

mkdir testsuite
cp "$MEMCALL_SOURCE"/testsuite/layers "$MEMCALL_SOURCE"/testsuite/layers.txt \
	testsuite
cp -r "$MEMCALL_SOURCE"/runtime "$MEMCALL_SOURCE"/plugin .

# finds TEXT: layers fails, and says this, and nothing else
finds()
{
	run testsuite/layers --cc "$CC" obj/runtime/record/*/*.o
	expect_status 1
	expect_line out "$1"
	expect_line out "[0-9]* passed, 1 failed"
}

mkdir -p obj/runtime/record/os obj/runtime/record/calls
echo 'void mc_calls_close_all(void *t); void low(void *t)
	{ mc_calls_close_all(t); }' |
	$CC -x c -c - -o low.o
echo 'void mc_calls_close_all(void *t) { (void)t; }' |
	$CC -x c -c - -o obj/runtime/record/calls/calls.c.o

run testsuite/layers --cc "$CC" obj/runtime/record/*/*.o
expect_status 0

cp low.o obj/runtime/record/os/raw.c.o
finds 'runtime/record/os/raw.c uses mc_calls_close_all of'
rm obj/runtime/record/os/raw.c.o

echo 'void *malloc(unsigned long); void *high(void) { return malloc(1); }' |
	$CC -x c -fno-builtin -c - -o obj/runtime/record/os/raw.c.o
finds 'runtime/record/os/raw.c calls malloc'
rm obj/runtime/record/os/raw.c.o

# Of a higher folder, and of the same one.
cp runtime/record/os/log.h kept
echo '#include "../profile/thread.h"' >>runtime/record/os/log.h
finds 'runtime/record/os/log.h includes ../profile/thread.h, which is above it'
cp kept runtime/record/os/log.h
echo '#include "memory.h"' >>runtime/record/os/log.h
finds 'runtime/record/os/log.h includes memory.h, which is above it'
cp kept runtime/record/os/log.h
echo '#include "../../report/model.h"' >>runtime/record/os/log.h
finds 'runtime/record/os/log.h includes ../../report/model.h of runtime/report/'
cp kept runtime/record/os/log.h

touch runtime/record/os/stranger.c
finds 'runtime/record/os/stranger.c is not in testsuite/layers.txt'
rm runtime/record/os/stranger.c
rm runtime/record/os/bytes.c
finds 'runtime/record/os/bytes is in testsuite/layers.txt, but gone'
