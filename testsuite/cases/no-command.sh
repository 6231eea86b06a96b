# SPDX-License-Identifier: MIT
# The recorder is there, but the memcall command is not, or does not start, or what
# Graphviz draws with is missing: one line, and the profile is kept.
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

# Graphviz' library without its plugins, which some systems have apart.
plugin=-fplugin=$MEMCALL_BUILD/memcall.so
compile observer.c
mkdir none
export GVBINDIR=$PWD/none
for kind in svg png html; do
	to=graph.$kind
	compare ./program
	expect_status 6
	expect_message 'install the package graphviz.*the profile is kept'
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
