# SPDX-License-Identifier: MIT
# Where GCC warns that functions of the source are not inlined (-Winline at -Os),
# it says the same with the plugin, once each, and nothing of copies.
. "$MEMCALL_LIB"

flags='-Os -Winline -Wframe-larger-than=4000 -Wstack-usage=4000'
source=$MEMCALL_SOURCE/testsuite/cases/warnings-inline.cc
$CXX $flags -Wno-attributes -c "$source" -o plain.o 2>plain
expect_line plain '.*warning: inlining failed'
$CXX $flags "$plugin" -c "$source" -o ours.o 2>ours
expect_text ours <plain
