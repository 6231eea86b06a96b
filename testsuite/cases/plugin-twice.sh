# SPDX-License-Identifier: MIT
# A plugin that is loaded under two names, by a link or a copy of its file: one
# line says so, and GCC does not crash.
. "$MEMCALL_LIB"

cat >program.c <<'END'
__attribute__((profile)) int main(void) { return 0; }
END

try()
{
	! $CC "$plugin" -fplugin="$1" -c program.c 2>compiler.err ||
		fail "$1 was accepted"
	expect_line compiler.err '.*loaded twice, as .* and as '
	! grep -q 'internal compiler error' compiler.err ||
		fail "GCC crashed over $1"
}

ln -s "$MEMCALL_BUILD/memcall.so" link.so
try ./link.so
cp "$MEMCALL_BUILD/memcall.so" copy.so
cp "$MEMCALL_BUILD/memcall-gcc.so" .
try ./copy.so

# Once is not twice, however often it is said.
$CC "$plugin" "$plugin" -c program.c 2>compiler.err
[ ! -s compiler.err ] || fail "$(cat compiler.err)"
