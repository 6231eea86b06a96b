/* SPDX-License-Identifier: MIT */
/*
 * See expand-x86.h.
 *
 * GCC's passes on RTL take time for each instruction and each block.  An entry
 * is thirty instructions in eleven blocks as GIMPLE, and two of either so.
 *
 * Each instruction is there twice, {as AT&T has it|for -masm=intel}.
 */
#include "expand-x86.h"
#include "gimple-build.h"
#include "../runtime/memcall-abi.h"

bool mc_expand_x86_is_possible(void)
{
	/* What -flto writes out goes through passes that look into GIMPLE. */
	return mc_gcc_target_is_x86() && POINTER_SIZE == 64 &&
	       !flag_generate_lto && !flag_generate_offload;
}

static void add(vec<tree, va_gc> **operands, const char *constraint, tree value)
{
	vec_safe_push(*operands, mc_gimple_build_operand(constraint, value));
}

/* Adds an offset into struct mc_link. */
static void add_offset(vec<tree, va_gc> **inputs, size_t offset)
{
	add(inputs, "i", build_int_cst(integer_type_node, offset));
}

static tree current_of(tree position)
{
	return MC_MEMBER(ptr_type_node, position, mc_position, current);
}

/*
 * Jumps to 1 if memory is not measured.  Else clears the flag of zero if memory
 * may have changed.  Uses the registers %0 and %1, and as %3 to %5 what
 * add_looked_at adds.
 */
#define LOOK \
	"mov\t{%3, %0|%0, %3}\n\t" \
	"test\t%0, %0\n\t" \
	"jz\t1f\n\t" \
	"mov\t{%4, %1|%1, %4}\n\t" \
	"mov\t{(%1), %1|%1, [%1]}\n\t" \
	"add\t{(%0), %1|%1, [%0]}\n\t" \
	"cmp\t{%5, %1|%1, %5}\n\t"

static void add_looked_at(vec<tree, va_gc> **inputs, tree position)
{
	add(inputs, "m",
	    MC_MEMBER(ptr_type_node, position, mc_position, faults));
	add(inputs, "m", MC_MEMBER(ptr_type_node, position, mc_position, brk));
	add(inputs, "m",
	    MC_MEMBER(pointer_sized_int_node, position, mc_position, seen));
}

/* A statement of TEXT, which may jump to SLOW.  If IT_CHANGES, it may change
   all that its operands lead to. */
static gasm *build(const char *text, vec<tree, va_gc> *inputs,
		   vec<tree, va_gc> *outputs, bool it_changes, tree slow)
{
	vec<tree, va_gc> *clobbers = NULL, *labels = NULL;

	if (it_changes)
		vec_safe_push(
			clobbers,
			build_tree_list(NULL_TREE, build_string(7, "memory")));
	vec_safe_push(labels, build_tree_list(NULL_TREE, slow));

	gasm *statement =
		gimple_build_asm_vec(text, inputs, outputs, clobbers, labels);

	gimple_asm_set_volatile(statement, true);
	for (tree output : *outputs)
		if (TREE_CODE(TREE_VALUE(output)) == SSA_NAME)
			SSA_NAME_DEF_STMT(TREE_VALUE(output)) = statement;
	return statement;
}

gasm *mc_expand_x86_entry(tree position, tree function, tree parent, tree link,
			  tree slow)
{
	static_assert(MC_LINE_BYTES == 1 << 6, "what is shifted by");
	static const char text[] =
		"mov\t{%6, %2|%2, %6}\n\t"
		"xor\t%k1, %k1\n\t"
		"test\t%2, %2\n\t"
		"jz\t%l12\n\t"
		/* The link is to be NULL then; mov keeps the flags. */
		LOOK "mov\t{$0, %k1|%k1, 0}\n\t"
		"jne\t%l12\n"
		"1:\t"
		"mov\t{%7, %k0|%k0, %7}\n\t"
		"{movslq\t%c9(%2,%0,4), %1|"
		"movsxd\t%1, DWORD PTR [%2+%0*4+%c9]}\n\t"
		"mov\t{%8, %k0|%k0, %8}\n\t"
		"sal\t{$6, %1|%1, 6}\n\t"
		"add\t{%2, %1|%1, %2}\n\t"
		"cmp\t{%k0, %c10(%1)|DWORD PTR [%1+%c10], %k0}\n\t"
		"jne\t%l12\n\t"
		"sub{l}\t{$1, %c11(%1)|DWORD PTR [%1+%c11], 1}\n\t"
		"jz\t%l12\n\t"
		"mov\t{%1, %6|%6, %1}";
	tree number = uint32_type_node;
	vec<tree, va_gc> *inputs = NULL, *outputs = NULL;

	add(&outputs, "=&r", make_ssa_name(ptr_type_node));
	add(&outputs, "=&r", link);
	add(&outputs, "=&r", parent);
	add_looked_at(&inputs, position);
	add(&inputs, "m", current_of(position));
	add(&inputs, "m", MC_MEMBER(number, function, mc_function, kid));
	add(&inputs, "m", MC_MEMBER(number, function, mc_function, id));
	add_offset(&inputs, offsetof(struct mc_link, kid));
	add_offset(&inputs, offsetof(struct mc_link, function));
	add_offset(&inputs, offsetof(struct mc_link, left));
	return build(text, inputs, outputs, true, slow);
}

gasm *mc_expand_x86_exit(tree position, tree handle, tree slow)
{
	static const char text[] = "test\t%6, %6\n\t"
				   "jz\t2f\n\t"
				   "test{b}\t{$1, %b6|%b6, 1}\n\t"
				   "jnz\t%l7\n\t" LOOK "jne\t%l7\n"
				   "1:\t"
				   "mov\t{%6, %2|%2, %6}\n"
				   "2:";
	vec<tree, va_gc> *inputs = NULL, *outputs = NULL;

	add(&outputs, "=&r", make_ssa_name(ptr_type_node));
	add(&outputs, "=&r", make_ssa_name(ptr_type_node));
	add(&outputs, "=m", current_of(position));
	add_looked_at(&inputs, position);
	add(&inputs, "r", handle);
	return build(text, inputs, outputs, true, slow);
}

gasm *mc_expand_x86_look(tree slow)
{
	static const char text[] =
		"mov\t{%2, %0|%0, %2}\n\t"
		"mov\t{%%fs:%c3(%0), %1|%1, QWORD PTR fs:[%0+%c3]}\n\t"
		"add\t{%c4(%1), %0|%0, QWORD PTR [%1+%c4]}\n\t"
		"mov\t{%%fs:(%0), %0|%0, QWORD PTR fs:[%0]}\n\t"
		"cmp\t{%c5(%1), %0|%0, QWORD PTR [%1+%c5]}\n\t"
		"jne\t%l6";
	vec<tree, va_gc> *inputs = NULL, *outputs = NULL;

	add(&outputs, "=&r", make_ssa_name(pointer_sized_int_node));
	add(&outputs, "=&r", make_ssa_name(ptr_type_node));
	add(&inputs, "m",
	    MC_MEMBER(sizetype, mc_describe_module(), mc_module, words));
	add_offset(&inputs, offsetof(struct mc_words, own));
	add_offset(&inputs, offsetof(struct mc_position, head));
	add_offset(&inputs, offsetof(struct mc_position, looked));
	return build(text, inputs, outputs, false, slow);
}
