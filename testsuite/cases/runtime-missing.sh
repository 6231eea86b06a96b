# SPDX-License-Identifier: MIT
# The runtime is gone, or is of another ABI: one line, and the program runs on.
. "$MEMCALL_LIB"
write_program
mkdir copy
cp "$MEMCALL_BUILD"/*.so* "$MEMCALL_BUILD/memcall" copy
plugin=-fplugin=$PWD/copy/memcall.so
compile program.c
MEMCALL_OUT=graph.dot run ./program
expect_silence
expect_file graph.dot
rm graph.dot

mv copy away
run ./program 2
expect_status 2
expect_silence
MEMCALL_OUT=graph.dot run ./program 2
expect_status 2
printf 'sum 12\n' | expect_text out
expect_message 'libmemcall\.so\.0'
expect_no_file graph.dot graph.dot.memcall

# It is found by name as well.
LD_LIBRARY_PATH=$PWD/away MEMCALL_OUT=graph.memcall run ./program
expect_status 0
expect_silence
expect_calls graph.memcall leaf 6

# Something else under its name.
mkdir copy
cat >other.c <<'END'
int other;
END
$CC -fPIC -shared other.c -o copy/libmemcall.so
MEMCALL_OUT=again.dot run ./program 2
expect_status 2
expect_message ''
expect_no_file again.dot
