# SPDX-License-Identifier: MIT
# zsh and fish complete commands, flags, the words that flags take, files, and
# behind `run --` other programs.  (help.sh has bash.)
. "$MEMCALL_LIB"
native "the command is for another machine"
share=$MEMCALL_SOURCE/runtime/share
PATH=$MEMCALL_BUILD:$PATH
export PATH
commands=$("$memcall" --help | sed -n 's/^  memcall \([a-z]*\) .*/\1/p')
: >some-file
tried=
if command -v zsh >/dev/null; then
	tried=1
	zsh -f "$MEMCALL_SOURCE/testsuite/zsh-completes" "$share" \
		'memcall con' 'memcall help con' 'memcall convert --foc' \
		'memcall convert --color=p' 'memcall diff --lin' \
		'memcall report --tr' 'memcall report some-f' \
		'memcall convert --output=some-f' \
		'memcall run -- trunca' 'memcall run -o x -- cat some-f' \
		>zsh.out 2>zsh.err || fail "zsh: $(cat zsh.out zsh.err)"
	sed -i 's/ $//' zsh.out
	expect_text zsh.out <<END
memcall convert
memcall help convert
memcall convert --focus=
memcall convert --color=peak
memcall diff --link=
memcall report --tree
memcall report some-file
memcall convert --output=some-file
memcall run -- truncate
memcall run -o x -- cat some-file
END
fi
fish_completes() {
	fish -N -c "source '$share/memcall.fish'; complete -C \"\$argv[1]\"" \
		"$1" 2>&1 | cut -f 1 | xargs
}
expect_fish() {
	: >.checked
	[ "$(fish_completes "$1")" = "$2" ] ||
		fail "fish completes $1 as $(fish_completes "$1")"
}
if command -v fish >/dev/null; then
	tried=1
	export HOME="$PWD"
	expect_fish 'memcall con' convert
	expect_fish 'memcall help con' convert
	expect_fish 'memcall convert --foc' --focus=
	expect_fish 'memcall convert --color=p' --color=peak
	expect_fish 'memcall convert --group=n' '--group=namespace --group=none'
	expect_fish 'memcall report --tr' --tree
	expect_fish 'memcall report some-f' some-file
	expect_fish 'memcall convert --output=some-f' --output=some-file
	expect_fish 'memcall run -- trunca' truncate
	for command in $commands; do
		words=" $(fish_completes "memcall $command --") "
		for option in $("$memcall" $command --help |
			sed -En 's/^ *(-., )?(--[a-z-]+=?).*/\2/p'); do
			case $words in
			*" $option "*) ;;
			*) fail "$command $option is not completed" ;;
			esac
		done
	done
fi
[ -n "$tried" ] || skip "no zsh and no fish here"
