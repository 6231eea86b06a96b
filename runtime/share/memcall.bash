# SPDX-License-Identifier: MIT
# Completion of memcall's command line for bash.  The commands, their flags and
# the words that a flag takes are the rows of the command's own tables.

# _memcall_words commands
# _memcall_words flags COMMAND
# _memcall_words values COMMAND FLAG
_memcall_words()
{
	memcall help --rows 2>/dev/null | awk -F '\t' -v what="$1" \
		-v command="$2" -v flag="$3" '
		$1 == "command" && what == "commands" { print $2 }
		$1 == "command" && $2 == command && what == "flags" {
			print "--help"
		}
		$1 == "draws" && $2 == command { draws = 1 }
		$1 != "flag" || !($2 == command || $2 == "graph" && draws) {
			next
		}
		what == "flags" { print $4 ($5 == "" ? "" : "=") }
		what == "values" && $4 == flag && $5 ~ /^[a-z|]+$/ {
			gsub(/\|/, "\n", $5)
			print $5
		}'
}

# _memcall_complete WORD WHAT ...: those of _memcall_words that begin with WORD
_memcall_complete()
{
	local word=$1
	shift
	mapfile -t COMPREPLY < <(compgen -W "$(_memcall_words "$@")" -- "$word")
}

_memcall()
{
	local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]} flag=

	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W \
			"$(_memcall_words commands) help version --help --version" \
			-- "$word")
		return
	fi
	if [[ $command == help ]]; then
		_memcall_complete "$word" commands
		return
	fi
	# `=` may be a word of its own (COMP_WORDBREAKS)
	case $word in
	--*=*) flag=${word%%=*} word=${word#*=} ;;
	=) flag=${COMP_WORDS[COMP_CWORD - 1]} word= ;;
	*) [[ ${COMP_WORDS[COMP_CWORD - 1]} != = ]] ||
		flag=${COMP_WORDS[COMP_CWORD - 2]} ;;
	esac
	if [[ $flag == --* ]]; then
		_memcall_complete "$word" values "$command" "$flag"
	elif [[ $word == -* ]]; then
		_memcall_complete "$word" flags "$command"
	fi
	# Without an answer, bash completes files (-o default).
	if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
		compopt -o nospace
	fi
}

complete -o default -F _memcall memcall
