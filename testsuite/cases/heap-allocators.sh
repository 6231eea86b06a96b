# SPDX-License-Identifier: MIT
# Whose malloc it is, and who calls it: the C library's, others that are loaded
# ahead of it, a program's own operator new, libraries that were loaded before
# and come later, and static programs.  The numbers are the same.
. "$MEMCALL_LIB"
unsanitized any "its allocator has blocks of its own"
cat >library.c <<'END'
#include <stdlib.h>
void *library_take(size_t size) { return malloc(size); }
void library_give(void *block) { free(block); }
END
cat >program.cc <<'END'
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <memory>
#include <new>
#include <string>
#include <vector>
#ifdef OWN_NEW
static long news;
void *operator new(size_t size)
{
	news++;
	size_t *block = (size_t *)malloc(size + 16);
	return block + 2;
}
void operator delete(void *block) noexcept
{
	free(block ? (size_t *)block - 2 : NULL);
}
void operator delete(void *block, size_t) noexcept { operator delete(block); }
enum { MORE = 16 };
#else
enum { MORE = 0 };
#endif
#ifdef LIBRARY
extern "C" void *library_take(size_t size);
extern "C" void library_give(void *block);
#define take_in_library library_take
#define give_in_library library_give
#else
#define take_in_library malloc
#define give_in_library free
#endif
static void *volatile block;
static void *(*pointer)(size_t) = malloc;

static void by_c()
{
	for (int i = 0; i < 10; i++) {
		block = malloc(100);
		block = realloc(block, 200);
		free(block);
		block = calloc(3, 100);
		free(block);
		block = strdup("123456789");
	}
	block = aligned_alloc(64, 640);
	void *aligned;
	if (!posix_memalign(&aligned, 64, 320))
		block = aligned;
	block = pointer(32);
}

static void by_cxx()
{
	std::vector<std::unique_ptr<int>> numbers;
	for (int i = 0; i < 64; i++)
		numbers.push_back(std::make_unique<int>(i));
	std::string text(100, 'a');
	text += text;
	block = new char[50];
	delete[] (char *)block;
}

static void by_exception()
{
	try {
		throw 1;
	} catch (int) {
	}
}

static void by_library()
{
	for (int i = 0; i < 7; i++)
		give_in_library(take_in_library(70));
	block = take_in_library(71);
}

static void by_little()
{
	static void *volatile kept[1000];
	for (int i = 0; i < 1000; i++)
		kept[i] = malloc(i % 8 + 1);
	for (int i = 0; i < 1000; i += 2)
		free(kept[i]);
}

#ifdef LATE
static void late()
{
	void *handle = dlopen("./liblate.so", RTLD_NOW);
	auto take = (void *(*)(size_t))dlsym(handle, "library_take");
	block = take(123);
}
#else
static void late() { block = malloc(123); }
#endif

extern "C" __attribute__((profile)) int work()
{
	by_c();
	by_cxx();
	by_exception();
	by_library();
	by_little();
	late();
	return 0;
}

int main()
{
	work();
	printf("%d\n", MORE);
	return 0;
}
END
# record OPTION ...: what the program has allocated, with what is in front of it.
record() {
	rm -f out.memcall
	run env "$@" MEMCALL_OPTIONS=mem=heap MEMCALL_OUT=out.memcall ./program
	expect_status 0
	expect_silence
	check
}
# of KEY FUNCTION: a number.
of() {
	"$memcall" dump out.memcall |
		sed -n "s/^function \"$2\" .* $1=\([0-9]*\).*/\1/p"
}
expect_is() {
	: >.checked
	[ "$(of "$2" "$1")" = "$3" ] ||
		fail "$1 $2 is $(of "$2" "$1"), not $3"
}
check() {
	expect_is by_c allocs 43
	expect_is by_c alloc_bytes 7092
	expect_is by_c frees 30
	expect_is by_c live_blocks 13
	expect_is by_c live_bytes 1092
	# 64 numbers; 7 arrays of pointers that double; the text and its copy.
	expect_is by_cxx allocs 74
	expect_is by_cxx live_blocks 0
	expect_is by_cxx alloc_bytes $((64 * 4 + 127 * 8 + 101 + 201 + 50 +
		more * 74))
	expect_is by_exception live_blocks $sorted
	expect_is by_library allocs 8
	expect_is by_library live_bytes 71
	expect_is late live_bytes 123
	expect_is by_little live_blocks 500
	expect_is by_little live_bytes 2500
	expect_is work allocs_self 0
	expect_is work live_blocks $((515 + sorted))
}
more=0
sorted=0
for level in -O0 -O2; do
	compile program.cc $level -std=c++17
	record
	for library in libjemalloc.so.2 libtcmalloc_minimal.so.4 \
			libmimalloc.so.2; do
		! env LD_PRELOAD=$library true 2>&1 | grep -q . ||
			{ echo "no $library here"; continue; }
		record LD_PRELOAD=$library
	done
	# An executable with fixed addresses has a stub of the name malloc.
	compile program.cc $level -std=c++17 -no-pie -fno-pie
	record
	more=16
	compile program.cc $level -std=c++17 -DOWN_NEW
	record
	more=0
	$CC -O2 -fPIC -shared library.c -o liblibrary.so
	cp liblibrary.so liblate.so
	compile program.cc $level -std=c++17 -DLIBRARY -L. -llibrary \
		"-Wl,-rpath,$PWD"
	record
	compile program.cc $level -std=c++17 -DLATE
	record
	compile program.cc $level -std=c++17 -static -L"$MEMCALL_BUILD" \
		-lmemcall-heap
	# To unwind a static program, GCC's library sorts a table and keeps it.
	sorted=1
	record
	sorted=0
done
