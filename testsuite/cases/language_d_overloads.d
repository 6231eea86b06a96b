// D: functions that share a name show their parameters.
// { mc-plugin "root=language_d_overloads.work" }
// { mc-node "language_d_overloads.work" calls=1 }
// { mc-node "language_d_overloads.area(int)" calls=2 }
// { mc-node "language_d_overloads.area(double)" calls=1 }
// { mc-node "language_d_overloads.Box.put(int)" calls=1 }
// { mc-node "language_d_overloads.Box.put(const(char[]))" calls=1 }
// { mc-node "language_d_overloads.Box.only" calls=1 }
// { mc-only-nodes }
module language_d_overloads;
import core.stdc.stdio;

struct Box
{
	int held;
	void put(int n) { held += n; }
	void put(const char[] s) { held += cast(int) s.length; }
	int only() { return held; }
}

int area(int n) { return n; }
int area(double n) { return cast(int) n; }

int work()
{
	Box box;

	box.put(area(1));
	box.put("four");
	return area(2) + area(2.5) + box.only();
}

void main() { printf("%d\n", work()); }
