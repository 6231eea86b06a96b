/* SPDX-License-Identifier: MIT */
/*
 * See expand-x86.h.
 *
 * GCC's passes on RTL take time for each instruction and each block.  What is
 * thirty instructions in eleven blocks as GIMPLE is two of either to them.
 *
 * Each instruction is there twice, {as AT&T has it|for -masm=intel}.
 */
#include "expand-x86.h"
#include "blocks.h"
#include "../runtime/memcall-abi.h"

#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)

bool mc_expand_x86_is_possible(void)
{
#ifdef __x86_64__
	/* What -flto writes out goes through passes that look into GIMPLE. */
	return POINTER_SIZE == 64 && !flag_generate_lto &&
	       !flag_generate_offload;
#else
	return false;
#endif
}

static void add_operand(vec<tree, va_gc> **operands, const char *constraint,
			tree value)
{
	vec_safe_push(*operands, mc_blocks_operand(constraint, value));
}

static void add_label(vec<tree, va_gc> **labels, tree label)
{
	vec_safe_push(*labels, build_tree_list(NULL_TREE, label));
}

/* The members of SLOT that both statements use, in their order. */
static void add_slot(vec<tree, va_gc> **inputs, tree slot)
{
	tree type = ptr_type_node, word = pointer_sized_int_node;

	add_operand(inputs, "m", MC_MEMBER(type, slot, mc_slot, current));
	add_operand(inputs, "m", MC_MEMBER(type, slot, mc_slot, faults));
	add_operand(inputs, "m", MC_MEMBER(type, slot, mc_slot, brk));
	add_operand(inputs, "m", MC_MEMBER(word, slot, mc_slot, seen));
}

/* It also changes what slots, links, and the position lead to. */
static gasm *build(const char *text, vec<tree, va_gc> *inputs,
		   vec<tree, va_gc> *outputs, vec<tree, va_gc> *labels)
{
	vec<tree, va_gc> *clobbers = NULL;

	vec_safe_push(clobbers,
		      build_tree_list(NULL_TREE, build_string(7, "memory")));

	gasm *statement =
		gimple_build_asm_vec(text, inputs, outputs, clobbers, labels);

	gimple_asm_set_volatile(statement, true);
	for (tree output : *outputs)
		SSA_NAME_DEF_STMT(TREE_VALUE(output)) = statement;
	return statement;
}

/* To TO if memory may have changed.  A and B are registers to use, CLEAR keeps
   the flags. */
#define LOOK(A, B, FAULTS, BRK, SEEN, CLEAR, TO) \
	"mov\t{" FAULTS ", " A "|" A ", " FAULTS "}\n\t" \
	"test\t" A ", " A "\n\t" \
	"jz\t1f\n\t" \
	"mov\t{" BRK ", " B "|" B ", " BRK "}\n\t" \
	"mov\t{(" B "), " B "|" B ", [" B "]}\n\t" \
	"add\t{(" A "), " B "|" B ", [" A "]}\n\t" \
	"cmp\t{" SEEN ", " B "|" B ", " SEEN "}\n\t" CLEAR "jne\t" TO "\n" \
	"1:\t"

/* Offsets in struct mc_link. */
#define LEFT 4
#define FUNCTION 8
#define KID 12

static_assert(offsetof(struct mc_link, left) == LEFT, "");
static_assert(offsetof(struct mc_link, function) == FUNCTION, "");
static_assert(offsetof(struct mc_link, kid) == KID, "");
static_assert(MC_LINK_BYTES == 1 << 6, "");

gasm *mc_expand_x86_entry(tree slot, tree function, tree parent, tree link,
			  tree slow)
{
	static const char text[] =
		"mov\t{%3, %0|%0, %3}\n\t"
		"xor\t%k1, %k1\n\t"
		"test\t%0, %0\n\t"
		"jz\t%l9\n\t" LOOK(
			"%2", "%1", "%4", "%5", "%6",
			"mov\t{$0, %k1|%k1, 0}\n\t",
			"%l9") "mov\t{%7, %k2|%k2, %7}\n\t"
			       "{movslq\t" TEXT(
				       KID) "(%0,%2,4), %1|"
					    "movsxd\t%1, DWORD PTR "
					    "[%0+%2*4+" TEXT(
						    KID) "]}\n\t"
							 "mov\t{%8, %k2|%k2, "
							 "%8}\n\t"
							 "sal\t{$6, %1|%1, "
							 "6}\n\t"
							 "add\t{%0, %1|%1, "
							 "%0}\n\t"
							 "cmp\t{%k2, " TEXT(
								 FUNCTION) "(%"
									   "1)|"
									   "DWO"
									   "RD "
									   "PTR"
									   " [%"
									   "1"
									   "+" TEXT(
										   FUNCTION) "], %k2}\n\t"
											     "jne\t%l9\n\t"
											     "sub{l}\t{$1, " TEXT(
												     LEFT) "(%1)|"
													   "DWORD PTR [%1+" TEXT(
														   LEFT) "], 1}\n\t"
															 "jz\t%l9\n\t"
															 "mov\t{%1, %3|%3, %1}";
	tree number = uint32_type_node;
	vec<tree, va_gc> *inputs = NULL, *outputs = NULL, *labels = NULL;

	add_operand(&outputs, "=&r", parent);
	add_operand(&outputs, "=&r", link);
	add_operand(&outputs, "=&r", make_ssa_name(ptr_type_node));
	add_slot(&inputs, slot);
	add_operand(&inputs, "m",
		    MC_MEMBER(number, function, mc_function, slot));
	add_operand(&inputs, "m", MC_MEMBER(number, function, mc_function, id));
	add_label(&labels, slow);
	return build(text, inputs, outputs, labels);
}

gasm *mc_expand_x86_exit(tree slot, tree handle, tree slow)
{
	static const char text[] =
		"test\t%6, %6\n\t"
		"jz\t2f\n\t"
		"test{b}\t{$1, %b6|%b6, 1}\n\t"
		"jnz\t%l7\n\t" LOOK("%0", "%1", "%3", "%4", "%5", "",
				    "%l7") "mov\t{%6, %2|%2, %6}\n"
					   "2:";
	vec<tree, va_gc> *inputs = NULL, *outputs = NULL, *labels = NULL;

	add_operand(&outputs, "=&r", make_ssa_name(ptr_type_node));
	add_operand(&outputs, "=&r", make_ssa_name(ptr_type_node));
	add_slot(&inputs, slot);
	add_operand(&inputs, "r", handle);
	add_label(&labels, slow);
	return build(text, inputs, outputs, labels);
}
