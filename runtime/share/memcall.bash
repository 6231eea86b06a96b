# SPDX-License-Identifier: MIT
# Completion of memcall's command line for bash: the commands and options are
# what --help says, and what stands there after --option= with | in between,
# so that there is no second list to keep.

_memcall_words()
{
	case $1 in
	commands) memcall --help | sed -n 's/^  memcall \([a-z]*\) .*/\1/p' ;;
	*' '--*) memcall "${1% *}" --help |
		sed -n "s/.*${1#* }=\([a-z]*|[a-z|]*\).*/\1/p" | tr '|' '\n' ;;
	*) memcall "$1" --help | grep -Eo -e '--[a-z][a-z-]*=?' ;;
	esac 2>/dev/null
}

_memcall()
{
	local word=${COMP_WORDS[COMP_CWORD]}

	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W \
			"$(_memcall_words commands) help version --help --version" \
			-- "$word")
		return
	fi
	if [[ ${COMP_WORDS[1]} == help ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
			"$(_memcall_words commands)" -- "$word")
		return
	fi
	# `=` may be a word of its own (COMP_WORDBREAKS)
	local option=
	case $word in
	--*=*) option=${word%%=*} word=${word#*=} ;;
	=) option=${COMP_WORDS[COMP_CWORD - 1]} word= ;;
	*) [[ ${COMP_WORDS[COMP_CWORD - 1]} != = ]] ||
		option=${COMP_WORDS[COMP_CWORD - 2]} ;;
	esac
	if [[ $option == --* ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
			"$(_memcall_words "${COMP_WORDS[1]} $option")" -- "$word")
		return # or files, by -o default
	fi
	case $word in
	-*) mapfile -t COMPREPLY < <(compgen -W \
		"$(_memcall_words "${COMP_WORDS[1]}")" -- "$word") ;;
	*) return ;; # files, by -o default
	esac
	if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then
		compopt -o nospace
	fi
}

complete -o default -F _memcall memcall
