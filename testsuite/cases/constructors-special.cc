// SPDX-License-Identifier: MIT
// Delegating and inherited constructors, and one that throws: what was
// constructed before is destroyed, what was not is not.
// { mc-node "Part::Part" calls=3 }
// { mc-node "Part::~Part" calls=3 }
// { mc-node "@_ZN5WholeC1Ei" calls=3 }
// { mc-node "@_ZN5WholeC1Ev" calls=2 }
// { mc-node "Whole::~Whole" calls=2 }
// { mc-node "check" calls=3 }
// { mc-node "work" calls=3 }
// { mc-edge "@_ZN5WholeC1Ev -> @_ZN5WholeC1Ei" calls=2 }
// { mc-edge "@_ZN5WholeC1Ei -> Part::Part" calls=3 }
// { mc-edge "@_ZN5WholeC1Ei -> check" calls=3 }
// { mc-edge "@_ZN5WholeC1Ei -> Part::~Part" calls=1 }
// { mc-edge "Whole::~Whole -> Part::~Part" calls=2 }
// { mc-edge "work -> Whole::~Whole" calls=2 }
// { mc-edge "work -> @_ZN5WholeC1Ei" calls=1 }
// { mc-edge "(root) -> work" calls=3 }
// { mc-only-nodes }
#include <cstdio>
#include <stdexcept>

static int alive;

static void check(int n)
{
	if (n < 0)
		throw std::invalid_argument("negative");
}

struct Part {
	Part() { alive++; }
	~Part() { alive--; }
};

struct Whole {
	explicit Whole(int n) { check(n); }
	Whole() : Whole(5) { alive += 10; }
	~Whole() { alive--; }
	Part part;
};

__attribute__((profile)) int work(int n)
{
	if (n < 0) {
		Whole negative(n);
		return 1;
	}
	Whole whole;
	return alive;
}

int main()
{
	int sum = work(1);

	try {
		sum += work(-1);
	} catch (const std::exception &e) {
		sum += 1000;
	}
	sum += work(2);
	std::printf("%d %d\n", sum, alive);
	return 0;
}
