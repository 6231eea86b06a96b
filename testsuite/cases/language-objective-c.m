// Objective-C: methods of classes and objects, messages to self and to super.
// { mc-options "-Wl,--no-as-needed -lobjc" }
// { mc-edge "(root) -> work" calls=1 }
// { mc-edge "work -> +[Shape with:]" calls=6 }
// { mc-edge "work -> -[Square area]" calls=4 }
// { mc-edge "-[Square area] -> -[Shape area]" calls=4 }
// { mc-edge "-[Shape area] -> leaf" calls=4 }
// { mc-edge "work -> -[Circle area]" calls=2 }
// { mc-edge "-[Circle area] -> -[Circle scale:by:]" calls=2 }
// { mc-only-edges }
#include <objc/objc.h>
#include <objc/Object.h>
#include <objc/runtime.h>
#include <stdio.h>

@interface Shape : Object
{
	int n;
}
+ (Shape *)with:(int)m;
- (int)area;
@end

@interface Square : Shape
@end

@interface Circle : Shape
- (int)scale:(int)a by:(int)b;
@end

static int leaf(int n) { return n + 1; }

@implementation Shape
+ (Shape *)with:(int)m
{
	Shape *made = class_createInstance(self, 0);

	made->n = m;
	return made;
}
- (int)area
{
	return leaf(n);
}
@end

@implementation Square
- (int)area
{
	return n * n + [super area];
}
@end

@implementation Circle
- (int)area
{
	return [self scale:3 by:n];
}
- (int)scale:(int)a by:(int)b
{
	return a * b;
}
@end

__attribute__((profile)) int work(void)
{
	int total = 0;
	int i;

	for (i = 1; i < 7; i++)
		total += [(i % 3 ? [Square with:i] : [Circle with:i]) area];
	return total;
}

int main(void)
{
	printf("%d\n", work());
	return 0;
}
