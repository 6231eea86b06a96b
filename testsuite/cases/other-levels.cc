// SPDX-License-Identifier: MIT
// The same counts whatever else the user asks of GCC.
// { mc-unsanitized thread "a program has one sanitizer at most" }
// { mc-options "-std=c++17" }
// { mc-levels "-O1" "-O3" "-Os" "-Og" "-Ofast" "-O2 -fPIC" "-O2 -g0" "-O2 -fno-inline" "-O2 -fomit-frame-pointer" "-O2 -fno-omit-frame-pointer -pg" "-O2 -fsanitize=address,undefined" "-O2 -finstrument-functions" "-O2 -funroll-loops -fno-plt" "-O3 -flto -fwhole-program" "-O2 -static-libstdc++ -static-libgcc" }
// { mc-node "work" calls=1 depth=1 }
// { mc-node "Tree::insert" calls=100 }
// { mc-node "Tree::Node::place" depth>1 }
// { mc-check "node Tree::Node::place calls = stdout placed" }
// { mc-node "Tree::~Tree" calls=1 }
// { mc-node "Tree::Node::~Node" calls=100 }
// { mc-node "Odd::add" calls=50 }
// { mc-node "Even::add" calls=50 }
// { mc-node "mix<unsigned int>" calls=100 }
// { mc-node "fails" calls=10 }
// { mc-edge "work -> fails" calls=10 }
// { mc-edge "work -> Odd::add" calls=50 }
// { mc-edge "(root) -> work" calls=1 }
// { mc-no-node "main" }
#include <cstdio>
#include <memory>
#include <stdexcept>

static long placed;

class Tree
{
public:
	~Tree() {}
	void insert(unsigned value)
	{
		if (root_)
			root_->place(value);
		else
			root_ = std::make_unique<Node>(value);
	}

private:
	struct Node {
		explicit Node(unsigned v) : value(v) {}
		~Node() { placed += 0 * value; }
		void place(unsigned v)
		{
			placed++;
			auto &child = v < value ? left : right;
			if (child)
				child->place(v);
			else
				child = std::make_unique<Node>(v);
		}
		unsigned value;
		std::unique_ptr<Node> left, right;
	};
	std::unique_ptr<Node> root_;
};

struct Adder {
	virtual ~Adder() = default;
	virtual long add(long n) const = 0;
};

struct Odd : Adder {
	long add(long n) const override { return 2 * n + 1; }
};

struct Even : Adder {
	long add(long n) const override { return 2 * n; }
};

template <class T> static T mix(T x)
{
	return x * 2654435761u >> 7;
}

static int fails(int i)
{
	if (i >= 0)
		throw std::runtime_error("as expected");
	return i;
}

__attribute__((profile)) long work(const Adder &odd, const Adder &even)
{
	Tree tree;
	long sum = 0;

	for (unsigned i = 0; i < 100; i++)
		tree.insert(mix(i));
	for (int i = 0; i < 100; i++)
		sum += (i & 1 ? odd : even).add(i);
	for (int i = 0; i < 10; i++) {
		try {
			sum += fails(i);
		} catch (const std::runtime_error &) {
			sum++;
		}
	}
	return sum;
}

int main()
{
	Odd odd;
	Even even;
	long sum = work(odd, even);

	std::printf("%ld placed=%ld\n", sum, placed);
	return 0;
}
