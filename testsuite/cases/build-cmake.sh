# SPDX-License-Identifier: MIT
# CMake's find_package(memcall) gives memcall_instrument; its trials of the
# compiler leave no profile; wrong words are told.
. "$MEMCALL_LIB"
start_build cmake make
configure()
{
	status=0
	cmake -S project "-DCMAKE_PREFIX_PATH=$MEMCALL_BUILD" \
		"-Dmemcall_DIR=$MEMCALL_BUILD" "$@" >log 2>&1 || status=$?
}
configure -B project/build
expect_status 0
logged cmake --build project/build
expect_build project/build/words

# The whole project, by flags, as for one that knows of no memcall.
cat >project/CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.15)
project(words CXX)
include(CheckCXXSourceRuns)
check_cxx_source_runs("int main() { return 0; }" A_PROGRAM)
try_run(RESULT COMPILED ${CMAKE_BINARY_DIR}/try ${CMAKE_SOURCE_DIR}/words.cc)
message("a program: ${A_PROGRAM} ${RESULT}")
add_executable(words words.cc)
END
configure -B project/all "-DCMAKE_CXX_FLAGS=$plugin \
	-fplugin-arg-memcall-root=main"
expect_status 0
expect_line log 'a program: 1 0'
expect_no_file left.*
logged cmake --build project/all
MEMCALL_OUT=out.memcall run project/all/words
expect_edge out.memcall '(root)' main 1
rm out.memcall

# Names with what means something to CMake, and all other words.
cat >project/words.cc <<'END'
template <class A, class B> struct pair { int get() const { return 0; } };
static int left(int n) { return n; }
int both(int a, long b) { return left(a) + (int)b; }
int main() { return pair<int, char>().get() + both(0, 0); }
END
cat >project/CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.15)
project(words CXX)
find_package(memcall 0.1 REQUIRED)
add_executable(words words.cc)
add_executable(static words.cc)
target_link_options(static PRIVATE -static)
target_link_libraries(static memcall::static)
memcall_instrument(static ROOT "both")
memcall_instrument(words ROOT "pair<int, char>::get" "both(int, long)"
	SKIP left SKIP_UNIT "*/none/*" SCOPE unit HEADERS VERBOSE)
END
configure -B project/words
expect_status 0
logged cmake --build project/words
expect_line log ".*'left' not instrumented: skip= names it"
MEMCALL_OUT=out.memcall run project/words/words
expect_silence
expect_edge out.memcall '(root)' 'pair<int, char>::get' 1
expect_edge out.memcall '(root)' both 1
expect_no_line log '.*warning'
rm out.memcall
MEMCALL_OUT=out.memcall run project/words/static
expect_edge out.memcall both left 1

# What another compiler compiles is not recorded, which is said.
if command -v clang++ >/dev/null; then
	configure -B project/clang -DCMAKE_CXX_COMPILER=clang++
	expect_status 0
	tr -s ' \n' ' ' <log >said
	expect_line said '.*/clang\+\+ is not GCC: what it compiles of words'
	logged cmake --build project/clang
fi

# refused TEXT REGEX: CMake says that of these lines.
refused()
{
	printf '%s\n' 'cmake_minimum_required(VERSION 3.15)' \
		'project(words CXX)' 'find_package(memcall REQUIRED)' \
		"$1" >project/CMakeLists.txt
	configure -B project/refused
	expect_status 1
	tr -s ' \n' ' ' <log >said
	expect_line said ".*$2"
}
refused 'memcall_instrument(words)' 'there is no target words: call it after'
refused 'add_executable(words words.cc)
memcall_instrument(words ROTO main)' 'wrong are: ROTO;main .*SKIP_UNIT GLOB'
refused 'find_package(memcall 99 REQUIRED)' 'version "99"'
