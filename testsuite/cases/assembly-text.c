// SPDX-License-Identifier: MIT
// Assembly whose text may stand twice: comments, strings and characters with a
// colon, numeric labels, labels that %= makes different, segment registers. Its
// functions are instrumented.  What defines a symbol may not, wherever in the
// text it does so; its functions are left alone.
// { mc-node "work" calls=1 }
// { mc-node "comments" calls=2 }
// { mc-node "strings" calls=2 }
// { mc-node "numbers" calls=2 }
// { mc-node "unique" calls=2 }
// { mc-node "step" calls=14 }
// { mc-no-node "second_label" }
// { mc-no-node "behind_comment" }
// { mc-no-node "weak_name" }
// { mc-only-nodes }
// { mc-stdout "56" }
#include <stdio.h>

static int step(int n)
{
	return n + 1;
}

int comments(int n)
{
	__asm__ volatile("#note: begins\n"
			 " \t# note: begins, too\n"
			 "/* a: b\n c: */\n\t"
			 "nop\n");
#ifdef __x86_64__
	__asm__ volatile("nop # not_a_label: nop\n\t"
			 "nop /* .globl a */ # .weak b:");
#endif
	return step(n);
}

int strings(int n)
{
	__asm__ volatile(".pushsection .debug_other,\"\"\n\t"
			 ".ascii \"a:\\\";b: .globl\\n\"\n\t"
			 ".byte ':\n\t.popsection");
#ifdef __x86_64__
	__asm__ volatile("mov{q}\t{%%fs:0, %%rax|rax, QWORD PTR fs:0}"
			 :
			 :
			 : "rax");
#endif
	return step(n);
}

int numbers(int n)
{
	__asm__ volatile("1:\n2: 3: nop");
	return step(n);
}

int unique(int n)
{
	__asm__ volatile(".Lhere%=: nop\n.Lhere%=_end: nop; .Lthere_%= : nop"
			 :
			 :);
	return step(n);
}

int second_label(int n)
{
	__asm__ volatile("1: my_label_a: nop");
	return step(n);
}

int behind_comment(int n)
{
	__asm__ volatile("#no: label\n\tnop; my_label_b : nop");
	return step(n);
}

int weak_name(int n)
{
	__asm__ volatile("nop; .weakref a_name, another_name");
	return step(n);
}

__attribute__((profile)) int work(int n)
{
	int sum = 0;

	for (int i = 0; i < 2; i++)
		sum += comments(n) + strings(n) + numbers(n) + unique(n) +
		       second_label(n) + behind_comment(n) + weak_name(n);
	return sum;
}

int main(void)
{
	printf("%d\n", work(3));
	return 0;
}
