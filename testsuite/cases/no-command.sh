# SPDX-License-Identifier: MIT
# The recorder is there, but the memcall command is not, or does not start, or is
# ended, or what Graphviz draws with is missing: one line says what failed, and the
# profile is kept.
. "$MEMCALL_LIB"
write_observer
mkdir parts
cp "$MEMCALL_BUILD"/*.so parts
plugin=-fplugin=$PWD/parts/memcall.so
compile observer.c
to=graph.dot
compare ./program
expect_status 6
if [ -s err ]; then
	expect_message 'cannot run .*the profile is kept'
	expect_observed graph.dot.memcall
else
	# one that is installed has been found
	expect_file graph.dot
fi
# As the linker does if a library, such as one of Graphviz's, is missing.
printf '#!/bin/sh\nexit 127\n' >parts/memcall
chmod +x parts/memcall
rm -f graph.*
compare ./program
expect_status 6
expect_message 'cannot run .*the profile is kept'
expect_observed graph.dot.memcall

# A variable of the user's that leads the linker astray, which says so itself.
if [ -z "${MEMCALL_SANITIZED-}" ]; then
	cp "$MEMCALL_BUILD/memcall" parts
	mkdir astray
	library=$(ldd parts/memcall | sed -n 's/.*\(libcgraph\.so\.[0-9]*\).*/\1/p')
	echo >"astray/$library"
	LD_LIBRARY_PATH=$PWD/astray compare ./program
	expect_status 6
	expect_line err '.*error while loading shared libraries: .*libcgraph'
	expect_line err "memcall: cannot run .*LD_LIBRARY_PATH.*$PWD/astray: the profile"
	expect_observed graph.dot.memcall
	rm graph.*
fi
# The interrupt key, while the picture is drawn: for all in the foreground.
need setsid
printf '#!/bin/sh\nkill -INT 0\nsleep 60\n' >parts/memcall
MEMCALL_OUT=$to run setsid -w env --default-signal=INT ./program
[ "$status" -eq 130 ] || fail "exit status $status"
expect_message 'a signal has ended .*graph\.dot \(Interrupt\): the profile is kept'
expect_observed graph.dot.memcall

# Graphviz' library without its plugins, which some systems have apart.
plugin=-fplugin=$MEMCALL_BUILD/memcall.so
compile observer.c
mkdir none
export GVBINDIR=$PWD/none
for kind in svg png html; do
	to=graph.$kind
	compare ./program
	expect_status 6
	expect_message "install the package graphviz.*unset GVBINDIR=$PWD/none.*the profile is kept"
	expect_observed graph.$kind.memcall
	expect_no_file graph.$kind
done
for kind in dot json; do
	to=graph.$kind
	compare ./program
	expect_status 6
	expect_silence
	expect_file graph.$kind
done
# A list of plugins that are not where it says.
for list in /usr/lib*/*/graphviz/config* /usr/lib*/graphviz/config*; do
	[ ! -e "$list" ] || config=${list##*/}
done
[ -n "${config-}" ] || exit 0
printf '%s\n' 'libgvplugin_dot_layout.so.6 dot_layout {' '  layout {' '    dot 0' \
	'  }' '}' >"none/$config"
to=graph.svg
compare ./program
expect_status 6
expect_message "Could not load .*libgvplugin_dot_layout.*unset GVBINDIR"
