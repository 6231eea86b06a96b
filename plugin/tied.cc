/* SPDX-License-Identifier: MIT */
/*
 * Looks for ties.  See tied.h.
 *
 * tree_versionable_function_p says what GCC itself knows; the rest was found
 * with GCC's own test programs.
 */
#include "tied.h"

#include <string>

/*
 * Assembly.  A text may stand twice in a unit if it neither defines a label,
 * but for numbers and for those that %= makes different, nor has a directive
 * that is about a symbol.  GNU as, "Comments", "Labels", "Statements".
 */

static bool is_name_char(char c)
{
	return ISALNUM(c) || c == '_' || c == '.' || c == '$';
}

/* TEXT starts a comment that ends with its line.  A # does at the beginning of
   a line, whatever the target. */
static bool starts_comment(const char *text, bool is_line_start)
{
	return startswith(text, ASM_COMMENT_START) ||
	       (is_line_start && *text == '#');
}

/* Behind the quoted string at TEXT. */
static const char *skip_string(const char *text)
{
	for (text++; *text && *text != '"'; text++)
		if (*text == '\\' && text[1])
			text++;
	return *text ? text + 1 : text;
}

/* Behind the character at TEXT, 'x or '\x or 'x'. */
static const char *skip_character(const char *text)
{
	text += text[1] == '\\' ? 2 : 1;
	text += *text != '\0';
	return *text == '\'' ? text + 1 : text;
}

/* Behind the comment in slashes and stars at TEXT. */
static const char *skip_remark(const char *text)
{
	const char *end = strstr(text + 2, "*/");

	return end ? end + 2 : text + strlen(text);
}

/* TEXT without comments, and with a word for each string and character. */
static std::string strip_text(const char *text)
{
	std::string code;
	bool is_line_start = true;

	while (*text) {
		if (startswith(text, "/*")) {
			text = skip_remark(text);
			code += ' ';
		} else if (starts_comment(text, is_line_start)) {
			text += strcspn(text, "\n");
		} else if (*text == '"') {
			text = skip_string(text);
			code += "string";
			is_line_start = false;
		} else if (*text == '\'') {
			text = skip_character(text);
			code += "character";
		} else {
			is_line_start = *text == '\n' ||
					(is_line_start && ISSPACE(*text));
			code += *text++;
		}
	}
	return code;
}

/* How long the label or directive at the beginning of STATEMENT is, with what
   it has of operands (%c0) and of %=. */
static size_t word_length(const char *statement)
{
	const char *at = statement;

	while (is_name_char(*at) || *at == '%' || (*at == '=' && at[-1] == '%'))
		at++;
	return at - statement;
}

/* The label WORD can stand twice, or is the segment register of an address. */
static bool may_stand_twice(const std::string &word)
{
	return word.find("%=") != std::string::npos ||
	       startswith(word.c_str(), "%%") ||
	       word.find_first_not_of("0123456789$") == std::string::npos;
}

static bool is_about_symbol(const std::string &word)
{
	static const char *const directives[] = {
		".globl",   ".global", ".set",	 ".equ",    ".equiv",
		".eqv",	    ".comm",   ".lcomm", ".symver", ".weak",
		".weakref", ".type",   ".macro",
	};

	for (const char *directive : directives)
		if (word == directive)
			return true;
	return false;
}

/* STATEMENT begins behind a separator, and may be several labels and more. */
static bool statement_defines_symbol(const char *statement)
{
	for (;;) {
		statement += strspn(statement, " \t");

		std::string word(statement, word_length(statement));
		const char *behind = statement + word.size();

		behind += strspn(behind, " \t");
		if (word.empty() || *behind != ':')
			return is_about_symbol(word);
		if (!may_stand_twice(word))
			return true;
		statement = behind + 1;
	}
}

static bool defines_symbol(const char *text)
{
	/* The last three part what is for one dialect from what is for another.
	 */
	static const char separators[] = "\n;{|}";
	std::string code = strip_text(text);
	size_t at = 0;

	do {
		if (statement_defines_symbol(code.c_str() + at))
			return true;
		at = code.find_first_of(separators, at);
	} while (at++ != std::string::npos);
	return false;
}

static tree find_symbol(gimple_stmt_iterator *gsi, bool *handled,
			struct walk_stmt_info *)
{
	gasm *text = dyn_cast<gasm *>(gsi_stmt(*gsi));

	*handled = text && defines_symbol(gimple_asm_string(text));
	return *handled ? null_pointer_node : NULL_TREE;
}

bool mc_tied_defines_symbol(gimple_seq body)
{
	struct walk_stmt_info info;

	memset(&info, 0, sizeof(info));
	return walk_gimple_seq(body, find_symbol, NULL, &info) != NULL;
}

/* Functions in which assembly defines a symbol: where it is, and where GCC must
   inline that.  Nowhere else may it, as two worlds would get a copy each. */
static hash_set<cgraph_node *> *definers;

static bool has_definition(cgraph_node *node)
{
	basic_block bb;

	FOR_EACH_BB_FN (bb, DECL_STRUCT_FUNCTION(node->decl))
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			if (gasm *text = dyn_cast<gasm *>(gsi_stmt(gsi)))
				if (defines_symbol(gimple_asm_string(text)))
					return true;
	return false;
}

static void note_definer(cgraph_node *node)
{
	if (definers->add(node))
		return;
	if (!lookup_attribute("always_inline", DECL_ATTRIBUTES(node->decl))) {
		DECL_UNINLINABLE(node->decl) = 1;
		return;
	}
	for (cgraph_edge *e = node->callers; e; e = e->next_caller)
		note_definer(e->caller);
}

static void note_definers(void)
{
	cgraph_node *node;

	delete definers;
	definers = new hash_set<cgraph_node *>;
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
	if (has_definition(node))
		note_definer(node);
}

bool mc_tied_is_definer(cgraph_node *node)
{
	return definers->contains(node);
}

/* Labels */

/* Functions whose labels nested ones take, and those that do. */
static hash_set<tree> *lenders, *borrowers;

static tree note_label(tree *at, int *, void *data)
{
	tree function = (tree)((struct walk_stmt_info *)data)->info;
	tree owner =
		TREE_CODE(*at) == LABEL_DECL ? DECL_CONTEXT(*at) : NULL_TREE;

	if (!owner || owner == function)
		return NULL_TREE;
	lenders->add(owner);
	if (function)
		borrowers->add(function);
	return NULL_TREE;
}

static void note_labels(tree decl)
{
	struct walk_stmt_info info;
	basic_block bb;

	memset(&info, 0, sizeof(info));
	info.info = decl;
	FOR_EACH_BB_FN (bb, DECL_STRUCT_FUNCTION(decl))
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			walk_gimple_op(gsi_stmt(gsi), note_label, &info);
}

static void note_lenders(void)
{
	struct walk_stmt_info info;
	varpool_node *var;
	cgraph_node *node;

	delete lenders;
	delete borrowers;
	lenders = new hash_set<tree>;
	borrowers = new hash_set<tree>;
	memset(&info, 0, sizeof(info));
	/* In tables: the label's own function cannot be copied for GCC either,
	   but another one may have the table. */
	FOR_EACH_VARIABLE(var)
	if (DECL_INITIAL(var->decl) &&
	    DECL_INITIAL(var->decl) != error_mark_node)
		walk_tree(&DECL_INITIAL(var->decl), note_label, &info, NULL);
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
	note_labels(node->decl);
}

/*
 * A label whose address is in memory that outlives the activation, or that
 * others see, may be jumped to by a later one, which may run the other copy.
 * So a function's label addresses must stay in variables of its own whose own
 * addresses nobody takes.
 */
namespace
{

struct label_flow {
	tree function;
	hash_set<tree> exposed; /* variables whose address is taken */
	hash_set<tree> keepers; /* variables that may hold a label's address */

	explicit label_flow(tree decl) : function(decl)
	{
	}
};

} // namespace

static bool expose(gimple *, tree base, tree, void *flow)
{
	((struct label_flow *)flow)->exposed.add(base);
	return false;
}

/* Looks for the address of a label, or a variable that may hold one. */
static tree find_label_address(tree *at, int *, void *data)
{
	struct label_flow *flow =
		(struct label_flow *)((struct walk_stmt_info *)data)->info;
	bool is_label = TREE_CODE(*at) == ADDR_EXPR &&
			TREE_CODE(TREE_OPERAND(*at, 0)) == LABEL_DECL;

	return is_label || (VAR_P(*at) && flow->keepers.contains(*at))
		       ? *at
		       : NULL_TREE;
}

/* STMT makes another value of the operands it has. */
static bool makes_value(gimple *stmt)
{
	return is_gimple_assign(stmt) && !gimple_clobber_p(stmt) &&
	       TREE_CODE_CLASS(gimple_assign_rhs_code(stmt)) != tcc_comparison;
}

static bool reads_label_address(gimple *stmt, struct label_flow *flow)
{
	struct walk_stmt_info info;

	memset(&info, 0, sizeof(info));
	info.info = flow;
	for (unsigned i = makes_value(stmt); i < gimple_num_ops(stmt); i++)
		if (gimple_op(stmt, i) &&
		    walk_tree(gimple_op_ptr(stmt, i), find_label_address, &info,
			      NULL))
			return true;
	return false;
}

/* STMT, which reads a label's address, leaves it in the activation.  Notes the
   variable that has it then; CHANGED if that is a new one. */
static bool keeps_label_address(gimple *stmt, struct label_flow *flow,
				bool *changed)
{
	tree to;

	if (gimple_code(stmt) == GIMPLE_GOTO ||
	    gimple_code(stmt) == GIMPLE_COND ||
	    gimple_code(stmt) == GIMPLE_SWITCH)
		return true;
	if (!makes_value(stmt))
		return is_gimple_assign(stmt);
	to = get_base_address(gimple_assign_lhs(stmt));
	if (!to || !VAR_P(to) || !auto_var_in_fn_p(to, flow->function) ||
	    flow->exposed.contains(to))
		return false;
	*changed |= !flow->keepers.add(to);
	return true;
}

static bool visit_labels(gimple *stmt, struct label_flow *flow, bool *changed)
{
	return is_gimple_debug(stmt) || !reads_label_address(stmt, flow) ||
	       keeps_label_address(stmt, flow, changed);
}

static bool takes_label_address(function *fun)
{
	basic_block bb;

	FOR_EACH_BB_FN (bb, fun)
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi) &&
		     gimple_code(gsi_stmt(gsi)) == GIMPLE_LABEL;
		     gsi_next(&gsi))
			if (FORCED_LABEL(gimple_label_label(
				    as_a<glabel *>(gsi_stmt(gsi)))))
				return true;
	return false;
}

/* A label's address may outlive the activation of DECL that took it. */
static bool lets_labels_out(tree decl)
{
	function *fun = DECL_STRUCT_FUNCTION(decl);
	struct label_flow flow(decl);
	bool changed = true;
	basic_block bb;

	if (!takes_label_address(fun))
		return false;
	FOR_EACH_BB_FN (bb, fun)
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			walk_stmt_load_store_addr_ops(gsi_stmt(gsi), &flow,
						      NULL, NULL, expose);
	while (changed) {
		changed = false;
		FOR_EACH_BB_FN (bb, fun)
			for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
			     !gsi_end_p(gsi); gsi_next(&gsi))
				if (!visit_labels(gsi_stmt(gsi), &flow,
						  &changed))
					return true;
	}
	return false;
}

void mc_tied_prepare(void)
{
	note_lenders();
	note_definers();
}

/* The rest */

/* Builtins that tell of the stack frame they are in, or build on it. */
static bool is_about_frame(enum built_in_function code)
{
	switch (code) {
	case BUILT_IN_APPLY:
	case BUILT_IN_APPLY_ARGS:
	case BUILT_IN_RETURN:
	case BUILT_IN_RETURN_ADDRESS:
	case BUILT_IN_FRAME_ADDRESS:
	case BUILT_IN_EH_RETURN:
	case BUILT_IN_UNWIND_INIT:
	case BUILT_IN_SETJMP:
	case BUILT_IN_SETJMP_SETUP:
	case BUILT_IN_SETJMP_RECEIVER:
	case BUILT_IN_LONGJMP:
	case BUILT_IN_NONLOCAL_GOTO:
	case BUILT_IN_VA_ARG_PACK:
	case BUILT_IN_VA_ARG_PACK_LEN:
		return true;
	default:
		return false;
	}
}

static bool is_tied(gimple *stmt)
{
	return gimple_call_builtin_p(stmt, BUILT_IN_NORMAL) &&
	       is_about_frame(DECL_FUNCTION_CODE(gimple_call_fndecl(stmt)));
}

static bool has_tied_statement(tree decl)
{
	basic_block bb;

	FOR_EACH_BB_FN (bb, DECL_STRUCT_FUNCTION(decl))
		for (gimple_stmt_iterator gsi = gsi_start_bb(bb);
		     !gsi_end_p(gsi); gsi_next(&gsi))
			if (is_tied(gsi_stmt(gsi)))
				return true;
	return false;
}

/* C4 and D4, which constructors and destructors share, can be called from their
   own group only, and a copy would not be in it. */
static bool is_bound_to_comdat(cgraph_node *node)
{
	if (node->comdat_local_p() || node->calls_comdat_local)
		return true;
	for (cgraph_edge *e = node->callees; e; e = e->next_callee)
		if (e->callee->comdat_local_p())
			return true;
	return false;
}

static bool has_attribute(tree decl, const char *name)
{
	return lookup_attribute(name, DECL_ATTRIBUTES(decl)) ||
	       lookup_attribute(name, TYPE_ATTRIBUTES(TREE_TYPE(decl)));
}

bool mc_tied_is(cgraph_node *node)
{
	static const char *const attributes[] = {
		"noipa", "target_clones", "omp declare simd", "interrupt"};
	tree decl = node->decl;

	for (const char *name : attributes)
		if (has_attribute(decl, name))
			return true;
	return DECL_EXTERNAL(decl) || DECL_STATIC_CHAIN(decl) ||
	       DECL_FUNCTION_VERSIONED(decl) ||
	       DECL_STRUCT_FUNCTION(decl)->has_nonlocal_label ||
	       lenders->contains(decl) || borrowers->contains(decl) ||
	       lets_labels_out(decl) || definers->contains(node) ||
	       is_bound_to_comdat(node) || !tree_versionable_function_p(decl) ||
	       has_tied_statement(decl);
}
