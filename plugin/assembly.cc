/* SPDX-License-Identifier: MIT */
/*
 * Reads assembly.  See assembly.h.
 *
 * A text may stand twice in a unit if it has no directive that is about a
 * symbol, and defines no label.  Labels that are numbers do not count, nor
 * those that %= makes different each time.  (GNU as: "Comments", "Labels",
 * "Statements".)
 *
 * Runs in GCC, single-threaded.
 */
#include "assembly.h"

#include <string>

static bool is_name_char(char c)
{
	return ISALNUM(c) || c == '_' || c == '.' || c == '$';
}

/* True if TEXT starts a comment that ends with its line.  A # at the beginning
   of a line does so for every target. */
static bool starts_comment(const char *text, bool is_line_start)
{
	return startswith(text, ASM_COMMENT_START) ||
	       (is_line_start && *text == '#');
}

/* The end of the quoted string at TEXT. */
static const char *skip_string(const char *text)
{
	for (text++; *text && *text != '"'; text++)
		if (*text == '\\' && text[1])
			text++;
	return *text ? text + 1 : text;
}

/* The end of the character at TEXT: 'x or '\x or 'x'. */
static const char *skip_character(const char *text)
{
	text += text[1] == '\\' ? 2 : 1;
	text += *text != '\0';
	return *text == '\'' ? text + 1 : text;
}

/* The end of the comment in slashes and stars at TEXT. */
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

/* How long the label or directive at the beginning of STATEMENT is.  Operands
   (%c0) and %= are part of it. */
static size_t word_length(const char *statement)
{
	const char *at = statement;

	while (is_name_char(*at) || *at == '%' || (*at == '=' && at[-1] == '%'))
		at++;
	return at - statement;
}

/* True if the label WORD can stand twice, or is no label but the segment
   register of an address. */
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

/* STATEMENT begins behind a separator.  It may begin with several labels. */
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

bool mc_assembly_defines_symbol(gimple_seq body)
{
	struct walk_stmt_info info;

	memset(&info, 0, sizeof(info));
	return walk_gimple_seq(body, find_symbol, NULL, &info) != NULL;
}

/* The functions whose bodies define a symbol: those with such assembly, and
   those into which GCC must inline one.  GCC is kept from inlining them
   anywhere else, as two worlds would get a copy of the assembly each. */
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

void mc_assembly_prepare(void)
{
	cgraph_node *node;

	delete definers;
	definers = new hash_set<cgraph_node *>;
	FOR_EACH_FUNCTION_WITH_GIMPLE_BODY(node)
	if (has_definition(node))
		note_definer(node);
}

bool mc_assembly_is_definer(cgraph_node *node)
{
	return definers->contains(node);
}
