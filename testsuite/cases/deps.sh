# SPDX-License-Identifier: MIT
# Where there is no apt-get, make deps lists what is needed and goes on; a
# missing piece names the package then, and where else it may be.
. "$MEMCALL_LIB"
native "what is built is for this machine"
need make pkg-config
mkdir tools
for tool in sh make grep sed rm gcc g++ pkg-config uname id test nproc mkdir cmp dirname tr; do
	path=$(command -v $tool) || continue
	case $path in
	/*) ln -s "$path" tools ;;
	esac
done
make_it()
{
	PATH=$PWD/tools run make -f "$MEMCALL_SOURCE/Makefile" "O=$PWD/build" \
		"CC=${CC%% *}" "CXX=${CXX%% *}" "$@"
}
ln -sf "$(command -v ${CC%% *})" "$(command -v ${CXX%% *})" tools
make_it deps
expect_status 0
expect_silence
expect_line out 'no apt-get here: needed is .*Debian:.* gcc-[0-9]+-plugin-dev .*libyajl-dev'
expect_line out 'no apt-get here: .*Debian:.* npm( |$)'
make_it deps have-deps
expect_status 2
expect_line out 'scripts for .html are missing: make deps, .* npm, .*NODE_MODULES='
make_it have-deps NODE_MODULES=/nowhere
expect_status 2
expect_line out 'scripts for .html are missing: .*NODE_MODULES='
make_it have-gcc CC=no-such-gcc HOSTCC=gcc
expect_status 2
expect_line out 'no compiler no-such-gcc: make deps, or CC=gcc-14'
