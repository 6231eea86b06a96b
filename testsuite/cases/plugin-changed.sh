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

# ccache takes what it has, and compiles again with another plugin.
if command -v ccache >/dev/null && [ -z "${MEMCALL_SANITIZED-}" ]; then
	export CCACHE_DIR="$PWD/cache"
	mkdir copy
	cp "$MEMCALL_BUILD"/*.so* copy
	hits()
	{
		ccache $CC "-fplugin=$PWD/copy/memcall.so" -c program.c
		ccache --print-stats >stats
		expect_line stats "(direct|preprocessed)_cache_hit[[:space:]]+$1\$"
	}
	hits 0
	hits '[1-9]'
	ccache -z >/dev/null
	printf x >>copy/memcall.so
	hits 0
fi

# The loader has the digest of the plugin in it.
need readelf sha1sum
digest=$(sha1sum <"$MEMCALL_BUILD/memcall-gcc.so" | cut -c 1-40)
readelf -n "$MEMCALL_BUILD/memcall.so" >notes 2>/dev/null
expect_line notes ".*$digest"
