/* SPDX-License-Identifier: MIT */
/*
 * GCC, as the plugin sees it: the only file that includes GCC's headers or asks
 * for its version.  What differs between versions gets a name here
 * (mc_gcc_*); the rest of the plugin has no #if.
 *
 * Order matters: gcc-plugin.h first, and since GCC 13 gimple.h and
 * gimple-iterator.h before gimple-fold.h.
 */
#ifndef MC_GCC_COMPAT_H
#define MC_GCC_COMPAT_H

#include <string>

#include "gcc-plugin.h"
#include "plugin-version.h"

#include "backend.h"
#include "memmodel.h"
#include "rtl.h"
#include "regs.h"
#include "emit-rtl.h"
#include "tree.h"
#include "function.h"
#include "basic-block.h"
#include "predict.h"
#include "gimple.h"
#include "gimple-predict.h"
#include "gimple-iterator.h"
#include "gimple-walk.h"
#include "gimple-low.h"
#include "tree-pass.h"
#include "context.h"
#include "cgraph.h"
#include "ipa-utils.h"
#include "stringpool.h"
#include "attribs.h"
#include "intl.h"
#include "diagnostic-core.h"
#include "langhooks.h"
#include "varasm.h"
#include "stor-layout.h"
#include "fold-const.h"
#include "tree-iterator.h"
#include "gimplify.h"
#include "calls.h"
#include "cfgloop.h"
#include "except.h"
#include "tree-eh.h"
#include "tree-cfg.h"
#include "ssa.h"
#include "tree-dfa.h"
#include "tree-ssa.h"
#include "tree-into-ssa.h"
#include "tree-cfgcleanup.h"
#include "tree-inline.h"
#include "gimple-expr.h"
#include "cfghooks.h"
#include "cfganal.h"
#include "options.h"
#include "opts.h"
#include "toplev.h"
#include "output.h"
#include "target.h"
#include "file-prefix-map.h"

#if GCCPLUGIN_VERSION_MAJOR < 12
static inline bool startswith(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}
#endif

/* False with -ffreestanding: there may be no C library.  C and C++ have the
   flag; the compilers proper of other languages need not. */
extern int flag_hosted __attribute__((weak));

static inline bool mc_gcc_is_hosted(void)
{
	return !&flag_hosted || flag_hosted;
}

/* True if the code is for musl: as this GCC is configured, by -mmusl, or by
   what musl-gcc adds to the command line. */
static inline bool mc_gcc_is_for_musl(void)
{
	bool is_bare = false, has_musl = false;

#ifdef OPTION_MUSL
	if (OPTION_MUSL)
		return true;
#endif
	for (unsigned i = 0; i < save_decoded_options_count; i++) {
		const struct cl_decoded_option *o = &save_decoded_options[i];

		is_bare |= o->opt_index == OPT_nostdinc;
		has_musl |= o->opt_index == OPT_isystem && o->arg &&
			    strstr(o->arg, "musl");
	}
	return is_bare && has_musl;
}

/* Of the compilers proper of C and C++. */
class mkdeps;
extern struct cpp_reader *parse_in __attribute__((weak));
extern mkdeps *cpp_get_deps(cpp_reader *) __attribute__((weak));
extern void deps_add_dep(mkdeps *, const char *) __attribute__((weak));

/* Has -MD list FILE among what the unit is made of, once there is a unit. */
static inline void mc_gcc_depend_on(const char *file)
{
	mkdeps *deps = &parse_in && parse_in && cpp_get_deps && deps_add_dep
			       ? cpp_get_deps(parse_in)
			       : NULL;

	if (deps)
		deps_add_dep(deps, file);
}

/* True if the code is for x86, whatever machine this GCC runs on. */
static inline bool mc_gcc_target_is_x86(void)
{
#ifdef I386_OPTS_H
	return true;
#else
	return false;
#endif
}

/* True if the current function's code is for AArch64 without atomic operations
   in memory (LSE): GCC would call a function of its own for each. */
static inline bool mc_gcc_target_has_exclusives_only(void)
{
#ifdef TARGET_LSE
	return !TARGET_LSE;
#else
	return false;
#endif
}

/* What stands behind NAME in the last option of the command line that begins
   with it; NULL: there is none. */
static inline const char *mc_gcc_option_value(const char *name)
{
	for (unsigned i = save_decoded_options_count; i-- > 0;) {
		const char *text = save_decoded_options[i].canonical_option[0];

		if (text && startswith(text, name))
			return text + strlen(name);
	}
	return NULL;
}

/* The symbol NAME as it stands in a template for assembly. */
static inline std::string mc_gcc_in_template(const char *name)
{
	std::string text;

	for (; *name; name++) {
		if (strchr("%{|}", *name))
			text += '%';
		text += *name;
	}
	return text;
}

/*
 * Guards in assembly (guard.h), by target.
 *
 * mc_gcc_guard is
 *
 *		if (*(word *)WORDS == 0) goto label;
 *		if (*(word *)(thread + *(word *)WORDS + EXTENT) != 0)
 *			goto way_in;
 *	label:
 *
 * It uses registers that a caller does not expect to be kept, and that no
 * function expects to be given.  If OWN is a symbol, the static chain is the
 * complement of its address when it goes to way_in.
 *
 * mc_gcc_beginning is, where `chain` is the static chain and has members COUNT
 * and KID,
 *
 *		if (chain->kid == 0)
 *			goto slow;
 *		chain->count++;
 *		chain = chain->kid;
 *
 * mc_gcc_relay loads two addresses and jumps to RELAY.
 *
 * mc_gcc_load_symbol is assembly that loads the address of a symbol into
 * operand 0.
 */
#ifdef I386_OPTS_H
static inline bool mc_gcc_can_guard(void)
{
	return TARGET_64BIT && POINTER_SIZE == 64 &&
	       (ix86_cmodel == CM_SMALL || ix86_cmodel == CM_SMALL_PIC);
}

/* INSN is endbr64 (-fcf-protection). */
static inline bool mc_gcc_is_landing_instruction(const rtx_insn *insn)
{
	return NONJUMP_INSN_P(insn) &&
	       GET_CODE(PATTERN(insn)) == UNSPEC_VOLATILE &&
	       XINT(PATTERN(insn), 1) == UNSPECV_NOP_ENDBR;
}

/* Code, which may leave changed in registers what any function may. */
static inline rtx mc_gcc_front(const std::string &text)
{
	rtx code = gen_rtx_ASM_OPERANDS(VOIDmode, ggc_strdup(text.c_str()), "",
					0, rtvec_alloc(0), rtvec_alloc(0),
					rtvec_alloc(0), UNKNOWN_LOCATION);
	auto_vec<rtx> parts;
	rtvec all;

	MEM_VOLATILE_P(code) = 1;
	parts.safe_push(code);
	for (unsigned i = 0; i < FIRST_PSEUDO_REGISTER; i++)
		if (this_target_hard_regs->x_call_used_regs[i] &&
		    !fixed_regs[i])
			parts.safe_push(gen_rtx_CLOBBER(
				VOIDmode, gen_rtx_REG(reg_raw_mode[i], i)));
	all = rtvec_alloc(parts.length());
	for (unsigned i = 0; i < parts.length(); i++)
		RTVEC_ELT(all, i) = parts[i];
	return gen_rtx_PARALLEL(VOIDmode, all);
}

static inline rtx mc_gcc_guard(const std::string &words, unsigned extent,
			       const std::string &label,
			       const std::string &way_in,
			       const std::string &own)
{
	std::string chain;

	/* Others may have a function of that name: not so a name for it that
	   is the assembler's own. */
	if (!own.empty())
		chain = ".set\t" + label + "F, " + own + "\n\t" + "lea{q}\t{" +
			label + "F(%%rip), %%r10|r10, " + label +
			"F[rip]}\n\t" + "not{q}\t{%%r10|r10}\n\t";

	std::string offset = std::to_string(extent);
	std::string text =
		"cmp{q}\t{$0, " + words + "(%%rip)|QWORD PTR " + words +
		"[rip], 0}\n\t" + "je\t" + label + "\n\t" + "mov{q}\t{" +
		words + "(%%rip), %%r11|r11, QWORD PTR " + words +
		"[rip]}\n\t" + chain + "cmp{q}\t{$0, %%fs:" + offset +
		"(%%r11)|QWORD PTR fs:[r11+" + offset + "], 0}\n\t" + "jne\t" +
		way_in + "\n" + label + ":";
	return mc_gcc_front(text);
}

static inline rtx mc_gcc_beginning(size_t count, size_t kid,
				   const std::string &slow)
{
	std::string at_kid = std::to_string(kid);
	std::string at_count = std::to_string(count);

	return mc_gcc_front("mov{q}\t{" + at_kid +
			    "(%%r10), %%r11|r11, QWORD PTR [r10+" + at_kid +
			    "]}\n\t"
			    "test{q}\t{%%r11, %%r11|r11, r11}\n\t"
			    "je\t" +
			    slow +
			    "\n\t"
			    "add{q}\t{$1, " +
			    at_count + "(%%r10)|QWORD PTR [r10+" + at_count +
			    "], 1}\n\t"
			    "mov{q}\t{%%r11, %%r10|r10, r11}");
}

/* The relay is written as GAS has it, for code that may use no register that it
   does not, and may call what a pointer leads to. */
static inline bool mc_gcc_can_relay(void)
{
	return mc_gcc_can_guard() && TARGET_SSE2 && flag_dwarf2_cfi_asm &&
	       ix86_indirect_branch == indirect_branch_keep;
}

/* TEXT, which is in AT&T's syntax. */
static inline std::string mc_gcc_in_att(const std::string &text)
{
	return ASSEMBLER_DIALECT == ASM_INTEL
		       ? "\t.att_syntax prefix\n" + text +
				 "\t.intel_syntax noprefix\n"
		       : text;
}

static inline rtx mc_gcc_relay(const std::string &r11, const std::string &rax,
			       const std::string &relay)
{
	return mc_gcc_front("lea{q}\t{" + r11 + "(%%rip), %%r11|r11, " + r11 +
			    "[rip]}\n\t"
			    "lea{q}\t{" +
			    rax + "(%%rip), %%rax|rax, " + rax +
			    "[rip]}\n\t"
			    "jmp\t" +
			    relay);
}

static inline std::string mc_gcc_load_symbol(const std::string &symbol)
{
	return "mov{q}\t{" + symbol + "@GOTPCREL(%%rip), %0|%0, QWORD PTR " +
	       symbol + "@GOTPCREL[rip]}";
}
#else
static inline bool mc_gcc_can_guard(void)
{
	return false;
}

static inline bool mc_gcc_is_landing_instruction(const rtx_insn *)
{
	return false;
}

static inline rtx mc_gcc_guard(const std::string &, unsigned,
			       const std::string &, const std::string &,
			       const std::string &)
{
	return NULL_RTX;
}

static inline bool mc_gcc_can_relay(void)
{
	return false;
}

static inline std::string mc_gcc_in_att(const std::string &text)
{
	return text;
}

static inline rtx mc_gcc_relay(const std::string &, const std::string &,
			       const std::string &)
{
	return NULL_RTX;
}

static inline rtx mc_gcc_beginning(size_t, size_t, const std::string &)
{
	return NULL_RTX;
}

static inline std::string mc_gcc_load_symbol(const std::string &symbol)
{
	return symbol;
}
#endif

static inline void mc_gcc_suppress_warnings(gimple *stmt)
{
#if GCCPLUGIN_VERSION_MAJOR >= 12
	suppress_warning(stmt);
#else
	gimple_set_no_warning(stmt, true);
#endif
}

/* To be called after changes to the control flow of the current function, which
   is no longer current then. */
static inline void mc_gcc_finish_body(void)
{
	free_dominance_info(CDI_DOMINATORS);
	free_dominance_info(CDI_POST_DOMINATORS);
	cleanup_tree_cfg();
	cgraph_edge::rebuild_edges();
	pop_cfun();
}

/* Makes the edges to where what STMT, the last one of its block, throws is
   caught. */
static inline void mc_gcc_make_eh_edges(gimple *stmt)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
	make_eh_edge(stmt);
#else
	make_eh_edges(stmt);
#endif
}

/* A statement: VARIABLE is not used any more. */
static inline gimple *mc_gcc_end_of(tree variable)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
	tree end = build_clobber(TREE_TYPE(variable), CLOBBER_STORAGE_END);
#elif GCCPLUGIN_VERSION_MAJOR >= 12
	tree end = build_clobber(TREE_TYPE(variable), CLOBBER_EOL);
#else
	tree end = build_clobber(TREE_TYPE(variable));
#endif
	return gimple_build_assign(variable, end);
}

/* A copy of NODE, local to the unit, under its name and SUFFIX. */
static inline cgraph_node *mc_gcc_copy(cgraph_node *node, const char *suffix)
{
	return node->create_version_clone_with_body(vNULL, NULL, NULL, NULL,
						    NULL, suffix, NULL_TREE);
}

/* GCC 12 added `ignored_p`, GCC 14 one argument instead of three. */
static inline void mc_gcc_register_scoped(const struct attribute_spec *table,
					  const char *name_space)
{
#if GCCPLUGIN_VERSION_MAJOR >= 14
	static scoped_attribute_specs specs = {name_space, {table, 1}};

	register_scoped_attributes(specs);
#elif GCCPLUGIN_VERSION_MAJOR >= 12
	register_scoped_attributes(table, name_space, false);
#else
	register_scoped_attributes(table, name_space);
#endif
}

#endif
