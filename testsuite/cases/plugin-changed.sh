# SPDX-License-Identifier: MIT
# What is compiled with another plugin is another: -MD lists the plugin, and
# ccache, which looks at the file that -fplugin= names, sees that.
. "$MEMCALL_LIB"
write_program
cat >other.cc <<'END'
[[gnu::profile]] int work(int n) { return n + 1; }
END
for source in program.c other.cc; do
	compiler=$CC
	[ $source = program.c ] || compiler=$CXX
	$compiler "$plugin" -MD -MF program.d -c $source -o program.o
	expect_line program.d ".*${plugin#-fplugin=}"
	expect_line program.d '.*/memcall-gcc\.so'
	$compiler "$plugin" -c $source -o program.o
done

# The loader has the digest of the plugin in it.
need readelf sha1sum
digest=$(sha1sum <"$MEMCALL_BUILD/memcall-gcc.so" | cut -c 1-40)
readelf -n "$MEMCALL_BUILD/memcall.so" >notes 2>/dev/null
expect_line notes ".*$digest"
