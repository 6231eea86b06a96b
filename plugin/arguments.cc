/* SPDX-License-Identifier: MIT */
/*
 * The plugin's arguments: one table.
 *
 * A row is all that an argument needs.  The error about an unknown argument and
 * the plugin's help are made of the rows, and `make tables` makes those of
 * README.md and memcall(7) of that help.
 */
#include "arguments.h"

struct mc_arguments mc_arguments;

static bool needs_value(const struct plugin_argument *arg)
{
	if (arg->value && arg->value[0])
		return true;
	error("memcall: %<-fplugin-arg-memcall-%s%> needs a value", arg->key);
	return false;
}

static bool read_root(const struct plugin_argument *arg)
{
	mc_arguments.roots.safe_push(arg->value);
	return needs_value(arg);
}

static bool read_skip(const struct plugin_argument *arg)
{
	mc_arguments.skips.safe_push(arg->value);
	return needs_value(arg);
}

static bool read_skip_unit(const struct plugin_argument *arg)
{
	mc_arguments.skipped_units.safe_push(arg->value);
	return needs_value(arg);
}

static bool read_scope(const struct plugin_argument *arg)
{
	const char *value = arg->value ?: "";

	if (!strcmp(value, "program"))
		mc_arguments.scope = MC_SCOPE_PROGRAM;
	else if (!strcmp(value, "unit"))
		mc_arguments.scope = MC_SCOPE_UNIT;
	else {
		error("memcall: %<-fplugin-arg-memcall-scope=%s%>: the scope "
		      "is %<program%> or %<unit%>",
		      value);
		return false;
	}
	return true;
}

static bool read_switch(const struct plugin_argument *arg, bool *value)
{
	*value = true;
	if (!arg->value)
		return true;
	error("memcall: %<-fplugin-arg-memcall-%s%> takes no value", arg->key);
	return false;
}

static bool read_headers(const struct plugin_argument *arg)
{
	return read_switch(arg, &mc_arguments.headers);
}

static bool read_verbose(const struct plugin_argument *arg)
{
	return read_switch(arg, &mc_arguments.verbose);
}

/* In `help`, `backticks` stand around what a user types. */
static const struct {
	const char *key;
	const char *value; /* what it takes; NULL: nothing */
	const char *help;
	bool (*read)(const struct plugin_argument *arg);
} table[] = {
	{"root", "GLOB",
	 "mark the functions whose qualified name matches, as the attribute "
	 "does; a GLOB with a parenthesis is compared with the signature; may "
	 "repeat",
	 read_root},
	{"skip", "GLOB",
	 "do not record the functions that match; what they call is recorded "
	 "as called by their callers; may repeat",
	 read_skip},
	{"skip-unit", "GLOB",
	 "leave the units alone whose source file matches; a GLOB with a slash "
	 "is compared with the whole path; may repeat",
	 read_skip_unit},
	{"scope", "program|unit",
	 "which functions may be recorded: those that a marked function of the "
	 "same unit can reach (`unit`), or also those that other units may "
	 "call (`program`, the default)",
	 read_scope},
	{"headers", NULL,
	 "record functions from system headers too, such as those of "
	 "`std::vector`",
	 read_headers},
	{"verbose", NULL,
	 "say of each function whether it is instrumented, and why",
	 read_verbose},
};

/* KEY=VALUE, or KEY alone */
static std::string shown(const char *key, const char *value)
{
	return value ? std::string(key) + "=" + value : key;
}

static bool read_argument(const struct plugin_argument *arg)
{
	std::string valid;

	for (const auto &row : table)
		if (!strcmp(arg->key, row.key))
			return row.read(arg);
	for (const auto &row : table)
		valid += (valid.empty() ? "" : ", ") +
			 (open_quote + shown(row.key, row.value) + close_quote);
	error("memcall: unknown argument %<-fplugin-arg-memcall-%s%>: valid "
	      "are %s",
	      arg->key, valid.c_str());
	return false;
}

bool mc_arguments_read(const struct plugin_name_args *plugin)
{
	for (int i = 0; i < plugin->argc; i++)
		if (!read_argument(&plugin->argv[i]))
			return false;
	return true;
}

/* TEXT in lines of as many columns, the first of which stay empty but on the
   first line. */
static std::string wrap(const char *text, size_t columns, size_t indent)
{
	std::string lines;
	size_t used = indent;

	while (*text) {
		size_t length = strcspn(text, " ");

		if (used + length > columns) {
			lines.back() = '\n';
			lines.append(indent, ' ');
			used = indent;
		}
		lines.append(text, length) += ' ';
		used += length + 1;
		text += length + (text[length] == ' ');
	}
	lines.back() = '\n';
	return lines;
}

std::string mc_arguments_help(void)
{
	/* GCC puts four columns in front. */
	enum { COLUMNS = 75, INDENT = 23 };
	std::string help;

	for (const auto &row : table) {
		std::string name = "  " + shown(row.key, row.value);

		name.resize(INDENT, ' ');
		help += name + wrap(row.help, COLUMNS, INDENT);
	}
	return help;
}
