/* SPDX-License-Identifier: MIT */
/*
 * See relay.h.
 *
 * The relay is in the program's own modules, not in the recorder: what unwinds
 * the stack looks for a frame's table among the libraries that the program has
 * loaded, and the recorder is not one of these.
 *
 * Those for code that may throw have names of their own, since not all programs
 * in C have a library that unwinds.
 *
 * Runs in GCC, single-threaded.
 */
#include "relay.h"
#include "describe.h"
#include "gimple-build.h"
#include "guard.h"
#include "pass-on.h"
#include "../runtime/memcall-abi.h"

/* A clone that the relay does the work of has this attribute, with the
   assembler names of itself, its descriptor, its light copy and the relay. */
static const char relay_attribute[] = "memcall relay";

/* Arguments and results */

/* x86-64's registers for arguments, by the System V ABI. */
#define MOST_WORDS 6
#define MOST_FLOATS 8

struct registers {
	unsigned words;
	unsigned floats;
};

static bool is_word(tree type)
{
	return (INTEGRAL_TYPE_P(type) || POINTER_TYPE_P(type) ||
		TREE_CODE(type) == OFFSET_TYPE ||
		TREE_CODE(type) == NULLPTR_TYPE) &&
	       tree_to_uhwi(TYPE_SIZE(type)) <= BITS_PER_WORD;
}

static bool is_float(tree type)
{
	return SCALAR_FLOAT_TYPE_P(type) &&
	       (TYPE_MODE(type) == SFmode || TYPE_MODE(type) == DFmode);
}

/* Adds the register for an argument of TYPE.  Returns false if it may need
   something else. */
static bool add_argument(struct registers *r, tree type)
{
	r->words += is_word(type);
	r->floats += is_float(type);
	return is_word(type) || is_float(type);
}

/* The same for the result of DECL.  Half of each register for floating point is
   saved.  What has no larger alignment than a word needs no more of it, and is
   no long double. */
static bool add_result(struct registers *r, tree decl)
{
	tree type = TREE_TYPE(TREE_TYPE(decl));

	if (VOID_TYPE_P(type))
		return true;
	if (aggregate_value_p(DECL_RESULT(decl), decl)) {
		r->words++;
		return true;
	}
	return is_word(type) || is_float(type) ||
	       ((AGGREGATE_TYPE_P(type) || TREE_CODE(type) == COMPLEX_TYPE) &&
		TYPE_ALIGN(type) <= BITS_PER_WORD);
}

bool mc_relay_is_possible(cgraph_node *clone)
{
	tree decl = clone->decl;
	struct registers r = {};

	if (!mc_gcc_can_relay() || !mc_guard_is_possible(clone) ||
	    !prototype_p(TREE_TYPE(decl)) || !add_result(&r, decl))
		return false;
	for (tree parm = DECL_ARGUMENTS(decl); parm; parm = DECL_CHAIN(parm))
		if (!add_argument(&r, DECL_ARG_TYPE(parm)))
			return false;
	return r.words <= MOST_WORDS && r.floats <= MOST_FLOATS;
}

/* The relay's code */

/*
 * The places of the frame's parts, from %rbp down.  While the light copy runs
 * there is no more of it than `call`, which is as little as a clone needs that
 * calls the hooks itself: calls may be deep, and stacks small.
 */
enum {
	AT_CALL = -(int)sizeof(struct mc_call),
	AT_SMALL = (AT_CALL - 15) / 16 * 16, /* where the stack ends then */
	AT_LIGHT = AT_SMALL - 8,
	AT_WORDS = AT_LIGHT - 8 * MOST_WORDS,
	AT_FLOATS = AT_WORDS - 8 * MOST_FLOATS,
	/* The result, where the arguments were. */
	AT_RAX = AT_WORDS,
	AT_RDX = AT_RAX + 8,
	AT_XMM0 = AT_RDX + 8,
	AT_XMM1 = AT_XMM0 + 8,
};

/* A relay: of functions with arguments in floating point, or of others. */
struct relay {
	const char *name;
	bool has_floats;
	bool is_there; /* in this unit */
};

static struct relay relays[] = {{"__memcall_relay", false, false},
				{"__memcall_relay_floats", true, false},
				{"__memcall_relay_eh", false, false},
				{"__memcall_relay_floats_eh", true, false}};

static std::string hook(enum mc_hook hook)
{
	return "\tcall\t*" MC_SYM_MODULE "+" +
	       std::to_string(offsetof(struct mc_module, hooks) +
			      hook * sizeof(void *)) +
	       "(%rip)\n";
}

/* A move of REGISTER to its place, or back. */
static std::string move(const char *how, const char *name, int place,
			bool is_back)
{
	std::string there = std::to_string(place) + "(%rbp)";
	std::string here = std::string("%") + name;

	return std::string("\t") + how + "\t" +
	       (is_back ? there + ", " + here : here + ", " + there) + "\n";
}

static std::string move_arguments(const struct relay *r, bool is_back)
{
	static const char *const words[MOST_WORDS] = {"rdi", "rsi", "rdx",
						      "rcx", "r8",  "r9"};
	std::string text;

	for (int i = 0; i < MOST_WORDS; i++)
		text += move("movq", words[i], AT_WORDS + 8 * i, is_back);
	for (int i = 0; r->has_floats && i < MOST_FLOATS; i++) {
		std::string name = "xmm" + std::to_string(i);

		text += move("movsd", name.c_str(), AT_FLOATS + 8 * i, is_back);
	}
	return text;
}

static std::string move_result(bool is_back)
{
	return move("movq", "rax", AT_RAX, is_back) +
	       move("movq", "rdx", AT_RDX, is_back) +
	       move("movsd", "xmm0", AT_XMM0, is_back) +
	       move("movsd", "xmm1", AT_XMM1, is_back);
}

static std::string load_address(int place, const char *name)
{
	return move("leaq", name, place, true);
}

/* A label of R's that the assembler does not write out. */
static std::string label(const struct relay *r, const char *name)
{
	return std::string(".L") + r->name + "_" + name;
}

/* Makes the frame as large as it gets, for the hooks. */
static std::string make_room(const struct relay *r)
{
	return load_address(r->has_floats ? AT_FLOATS : AT_WORDS, "rsp") +
	       "\tandq\t$-16, %rsp\n";
}

static std::string code(const struct relay *r)
{
	return "\tpushq\t%rbp\n"
	       "\t.cfi_def_cfa_offset 16\n"
	       "\t.cfi_offset 6, -16\n"
	       "\tmovq\t%rsp, %rbp\n"
	       "\t.cfi_def_cfa_register 6\n" +
	       make_room(r) + move_arguments(r, false) +
	       move("movq", "rax", AT_LIGHT, false) +
	       "\tmovq\t%r11, %rdi\n"
	       "\tmovq\t%r10, %rsi\n" +
	       load_address(16, "rdx") + load_address(AT_CALL, "rcx") +
	       "\tmovq\t%rax, %r8\n" + hook(MC_HOOK_BEGIN) +
	       move_arguments(r, true) +
	       load_address(AT_CALL + (int)offsetof(struct mc_call, slot),
			    "r10") +
	       move("movq", "r11", AT_LIGHT, true) +
	       load_address(AT_SMALL, "rsp") + label(r, "call") +
	       ":\n\tcall\t*%r11\n" + label(r, "back") + ":\n" + make_room(r) +
	       move_result(false) + load_address(AT_CALL, "rdi") +
	       hook(MC_HOOK_END) + move_result(true) +
	       "\t.cfi_remember_state\n"
	       "\tleave\n"
	       "\t.cfi_def_cfa 7, 8\n"
	       "\tret\n";
}

/* What is done when something is thrown. */
static std::string landing(const struct relay *r)
{
	return "\t.cfi_restore_state\n" + label(r, "landing") + ":\n" +
	       make_room(r) + move("movq", "rax", AT_RAX, false) +
	       load_address(AT_CALL, "rdi") + hook(MC_HOOK_END) +
	       move("movq", "rdi", AT_RAX, true) +
	       "\tcall\t_Unwind_Resume@PLT\n";
}

static std::string difference(const std::string &a, const std::string &b)
{
	return "\t.uleb128 " + a + "-" + b + "\n";
}

/* The table that says where the landing is; the personality of C cleans up and
   does nothing else.  The format is that of GCC's except.c
   (output_function_exception_table). */
static std::string table(const struct relay *r)
{
	std::string name = r->name;

	return "\t.pushsection .gcc_except_table." + name +
	       ",\"aG\",@progbits," + name + ",comdat\n" + label(r, "table") +
	       ":\n\t.byte\t0xff, 0xff, 0x1\n" +
	       difference(label(r, "last"), label(r, "first")) +
	       label(r, "first") + ":\n" + difference(label(r, "call"), name) +
	       difference(label(r, "back"), label(r, "call")) +
	       difference(label(r, "landing"), name) + "\t.uleb128 0\n" +
	       label(r, "last") + ":\n\t.popsection\n";
}

#define PERSONALITY "__memcall_personality"

/* As GCC refers to the personality of C, which it does by a name that it
   defines itself where it needs it. */
static const char personality[] =
	"\t.hidden\t" PERSONALITY "\n"
	"\t.weak\t" PERSONALITY "\n"
	"\t.pushsection .data.rel.local." PERSONALITY
	",\"awG\",@progbits," PERSONALITY ",comdat\n"
	"\t.align 8\n"
	"\t.type\t" PERSONALITY ", @object\n"
	"\t.size\t" PERSONALITY ", 8\n" PERSONALITY ":\n"
	"\t.quad\t__gcc_personality_v0\n"
	"\t.popsection\n";

/* Whether what is called may throw. */
static bool can_throw(void)
{
	return flag_exceptions;
}

static std::string whole(const struct relay *r)
{
	std::string name = r->name;
	std::string text = "\t.pushsection .text.unlikely." + name +
			   ",\"axG\",@progbits," + name + ",comdat\n\t.weak\t" +
			   name + "\n\t.hidden\t" + name + "\n\t.type\t" +
			   name + ", @function\n" + name +
			   ":\n\t.cfi_startproc\n";

	if (can_throw())
		text += "\t.cfi_personality 0x9b, " PERSONALITY
			"\n\t.cfi_lsda 0x1b, " +
			label(r, "table") + "\n";
	text += code(r);
	if (can_throw())
		text += landing(r);
	text += "\t.cfi_endproc\n\t.size\t" + name + ", .-" + name +
		"\n\t.popsection\n";
	return can_throw() ? text + table(r) : text;
}

/* Returns the relay for functions of CLONE's type, and adds it to the unit
   unless it is there. */
static const struct relay *find_relay(cgraph_node *clone)
{
	static bool has_personality;
	struct registers used = {};
	struct relay *r;
	std::string text;

	for (tree parm = DECL_ARGUMENTS(clone->decl); parm;
	     parm = DECL_CHAIN(parm))
		add_argument(&used, DECL_ARG_TYPE(parm));
	r = &relays[2 * can_throw() + (used.floats > 0)];
	if (r->is_there)
		return r;
	r->is_there = true;
	text = whole(r);
	if (can_throw() && !has_personality) {
		has_personality = true;
		text += personality;
	}
	text = mc_gcc_in_att(text);
	symtab->finalize_toplevel_asm(
		build_string(text.length(), text.c_str()));
	return r;
}

/* Using it */

/* Keeps the ADDRESSES in the unit, without an instruction. */
static gimple *build_keeping(std::initializer_list<tree> addresses)
{
	vec<tree, va_gc> *inputs = NULL;
	gasm *statement;

	for (tree address : addresses)
		vec_safe_push(inputs, mc_gimple_build_operand("X", address));
	statement = gimple_build_asm_vec("", inputs, NULL, NULL, NULL);
	gimple_asm_set_volatile(statement, true);
	return statement;
}

void mc_relay_use(cgraph_node *clone, tree descriptor, cgraph_node *light,
		  gimple_seq *seq)
{
	tree decl = clone->decl;
	tree names = tree_cons(
		NULL_TREE, get_identifier(find_relay(clone)->name), NULL_TREE);

	for (tree named : {light->decl, descriptor, decl})
		names = tree_cons(NULL_TREE, DECL_ASSEMBLER_NAME(named), names);
	DECL_ATTRIBUTES(decl) = tree_cons(get_identifier(relay_attribute),
					  names, DECL_ATTRIBUTES(decl));
	gimple_seq_add_stmt(seq,
			    build_keeping({build_fold_addr_expr(descriptor),
					   mc_pass_on_address(light)}));
}

static std::string symbol(tree names)
{
	return mc_guard_template_name(TREE_VALUE(names));
}

void mc_relay_insert(void)
{
	tree decl = current_function_decl;
	tree attribute =
		lookup_attribute(relay_attribute, DECL_ATTRIBUTES(decl));
	tree names = attribute ? TREE_VALUE(attribute) : NULL_TREE;

	if (!names || TREE_VALUE(names) != DECL_ASSEMBLER_NAME(decl))
		return;
	names = TREE_CHAIN(names);
	mc_guard_insert(mc_gcc_relay(symbol(names), symbol(TREE_CHAIN(names)),
				     symbol(TREE_CHAIN(TREE_CHAIN(names)))));
}
