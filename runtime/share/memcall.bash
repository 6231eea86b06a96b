# SPDX-License-Identifier: MIT
# Completion of memcall's command line for bash: the commands and options are
# what --help says, so that there is no second list to keep.

_memcall_words()
{
	case $1 in
	commands) memcall --help | sed -n 's/^  memcall \([a-z]*\) .*/\1/p' ;;
	*) memcall "$1" --help | grep -Eo -e '--[a-z][a-z-]*=?' ;;
	esac 2>/dev/null
}

_memcall()
{
	local word=${COMP_WORDS[COMP_CWORD]}

	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W \
			"$(_memcall_words commands) --help --version" -- "$word")
		return
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
