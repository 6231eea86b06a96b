# SPDX-License-Identifier: MIT
# A configure script finds memcall by pkg-config; with the plugin in its flags
# it comes to the same results, and what it runs leaves no profile.
. "$MEMCALL_LIB"
start_build autoreconf automake libtoolize make pkg-config
(cd project && logged autoreconf -i)
configure()
{
	mkdir "$1"
	(cd "$1" && logged ../project/configure --cache-file=results \
		"CXXFLAGS=-O2 -g ${2-}" "CFLAGS=-O2 -g ${2-}")
	expect_no_file left.*
}
configure plain
logged make -C plain
expect_build plain/words
configure flags "$plugin -fplugin-arg-memcall-root=main"
logged make -C flags
MEMCALL_OUT=out.memcall run flags/words
expect_edge out.memcall '(root)' main 1

for folder in plain flags; do
	grep '^[a-z_]*_cv_' $folder/results | grep -v '_cv_env_' \
		>$folder.results
done
expect_line flags.results 'lt_cv_prog_compiler_static_works=.*=yes'
cmp plain.results flags.results ||
	fail "$(diff plain.results flags.results)"
