# SPDX-License-Identifier: MIT
# Objective-C and Objective-C++: messages, and those to super, which call what
# a table has for a class.

. "$MEMCALL_LIB"

cat >program.m <<'END'
#include <objc/objc.h>
#include <objc/Object.h>
#include <objc/runtime.h>
#include <stdio.h>

@interface Shape : Object
- (int)area:(int)n;
+ (id)make;
@end

@interface Square : Shape
- (int)area:(int)n;
@end

@implementation Shape
- (int)area:(int)n
{
	return n;
}
+ (id)make
{
	return class_createInstance(self, 0);
}
@end

@implementation Square
- (int)area:(int)n
{
	return [super area:n] * n;
}
@end

__attribute__((profile)) int work(Shape *shape)
{
	return [shape area:4];
}

int main(void)
{
	printf("%d\n", work([Square make]) + work([Shape make]));
	return 0;
}
END
cp program.m program.mm
$CC program.m -lobjc -o plain 2>/dev/null || skip "no Objective-C here"

# check SOURCE LIBRARIES FLAGS: under the names GCC gives methods there
check()
{
	for level in -O0 -O2 "-O2 -fexceptions -fnon-call-exceptions"; do
		$CC $level -g -fchecking "$plugin" $1 $2 -o program 2>said ||
			fail "at $level: $(cat said)"
		rm -f graph.memcall
		MEMCALL_OUT=graph.memcall run ./program
		expect_status 0
		echo 20 | expect_text out
		$memcall dump graph.memcall >dump
		expect_line dump 'edge \(root\) -> "work" calls=2 '
		expect_line dump "edge \"work\" -> \"$3\" calls=1 "
		expect_line dump "edge \"work\" -> \"$4\" calls=1 "
		expect_line dump "edge \"$3\" -> \"$4\" calls=1 "
	done
}

check program.m -lobjc '-\[Square area:\]' '-\[Shape area:\]'
if $CXX program.mm -lobjc -o plain 2>/dev/null; then
	check program.mm "-lobjc -lstdc++" _i_Square__area_ _i_Shape__area_
fi
