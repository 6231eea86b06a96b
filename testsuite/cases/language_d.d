// D: methods, delegates, templates, exceptions, destructors, threads.  Releases
// of GCC name the lambda differently; it calls leaf 3 times.
// { mc-plugin "root=language_d.work" }
// { mc-edge "(root) -> language_d.work" calls=1 }
// { mc-edge "language_d.work -> language_d.leaf" calls=104 }
// { mc-edge "language_d.work -> language_d.fib" calls=1 }
// { mc-edge "language_d.fib -> language_d.fib" calls=176 }
// { mc-edge "language_d.work -> language_d.Square.this" calls=4 }
// { mc-edge "language_d.work -> language_d.Circle.this" calls=2 }
// { mc-edge "language_d.work -> language_d.Square.area" calls=4 }
// { mc-edge "language_d.work -> language_d.Circle.area" calls=2 }
// { mc-edge "language_d.work -> language_d.throws" calls=8 }
// { mc-edge "language_d.work -> language_d.apply" calls=2 }
// { mc-edge "language_d.apply -> language_d.work.nested" calls=5 }
// { mc-edge "language_d.work.nested -> language_d.leaf" calls=5 }
// { mc-node "language_d.leaf" calls=123 }
// { mc-edge "language_d.work -> language_d.twice!(int).twice" calls=1 }
// { mc-edge "language_d.work -> language_d.twice!(double).twice" calls=1 }
// { mc-edge "language_d.work -> language_d.Guard.~this" calls=1 }
// { mc-edge "language_d.Guard.~this -> language_d.leaf" calls=1 }
// { mc-edge "language_d.body_ -> language_d.leaf" calls=10 }
// { mc-edge "language_d.work -> language_d.body_" kind=thread calls=1 }
module language_d;
import core.stdc.stdio;
import core.thread;

interface Shape { int area(); }
class Square : Shape { int side; this(int s) { side = s; } int area() { return side * side; } }
class Circle : Shape { int radius; this(int r) { radius = r; } int area() { return 3 * radius; } }

int leaf(int n) { return n + 1; }
int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
T twice(T)(T n) { return 2 * n; }
void throws(int n) { if (n % 2 == 0) throw new Exception("oops"); }
int apply(int delegate(int) f, int times) { int t; foreach (i; 0 .. times) t += f(i); return t; }
struct Guard { int* p; ~this() { *p = leaf(*p); } }
void body_() { int t; foreach (i; 0 .. 10) t = leaf(t); }

int work()
{
	int total;
	foreach (i; 0 .. 100)
		total += leaf(i);
	total += fib(10);
	foreach (i; 1 .. 7)
	{
		Shape s;
		if (i % 3 == 0) s = new Circle(i); else s = new Square(i);
		total += s.area();
	}
	foreach (i; 1 .. 9)
	{
		try throws(i);
		catch (Exception e) total = leaf(total);
	}
	int nested(int n) { total++; return leaf(n); }
	total += apply(&nested, 5);
	total += apply((int n) => leaf(n) + total, 3);
	total += cast(int) twice!int(3) + cast(int) twice!double(3.0);
	{ auto g = Guard(&total); }
	auto t = new Thread(&body_).start();
	t.join();
	return total;
}

void main()
{
	printf("%d\n", work());
}
