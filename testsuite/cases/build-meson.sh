# SPDX-License-Identifier: MIT
# Meson finds memcall by pkg-config, and its trials of the compiler leave no
# profile.
. "$MEMCALL_LIB"
start_build meson ninja pkg-config
logged meson setup project/build project
logged meson compile -C project/build
expect_build project/build/words

# The whole project, by the environment, as for one that knows of no memcall.
cat >project/meson.build <<'END'
project('words', 'cpp')
meson.get_compiler('cpp').run('int main() { return 0; }', name: 'a program')
executable('words', 'words.cc')
END
CXXFLAGS="$plugin -fplugin-arg-memcall-root=text::Counter::count \
	-fplugin-arg-memcall-root=main" logged meson setup project/all project
expect_line log '.*a program.* runs: .*YES'
logged meson compile -C project/all
expect_no_file left.*
MEMCALL_OUT=out.memcall run project/all/words
expect_edge out.memcall '(root)' main 1
