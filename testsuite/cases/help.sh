# SPDX-License-Identifier: MIT
# The manual pages have no faults and know all options; completion knows the
# commands and their options.
. "$MEMCALL_LIB"
share=$MEMCALL_SOURCE/runtime/share
need groff
for page in memcall.1 memcall.7; do
	run env -u LD_PRELOAD groff -mdoc -Tutf8 -ww -z "$share/$page"
	expect_status 0
	expect_silence
done
if command -v man >/dev/null; then
	for page in memcall.1 memcall.7; do
		run env -u LD_PRELOAD man --warnings -l -Tutf8 "$share/$page"
		expect_status 0
		expect_silence
	done
fi
# Plain hyphens, whatever groff makes of them.
for page in memcall.1 memcall.7; do
	LD_PRELOAD= groff -mdoc -Tascii -P-c "$share/$page" | sed 's/.\x08//g' >$page.text
done
commands=$("$memcall" --help | sed -n 's/^  memcall \([a-z]*\) .*/\1/p')
[ "$(printf '%s\n' $commands | wc -l)" -ge 7 ] || fail "commands: $commands"
for command in $commands; do
	expect_line memcall.1.text " *$command"
	for option in $("$memcall" $command --help |
		grep -Eo -e '--[a-z][a-z-]*' | sort -u); do
		case $option in
		--help | --output | --quiet | --sort | --times | --delay) ;;
		*) grep -q -e "$option" memcall.1.text ||
			fail "memcall.1 does not know $option of $command" ;;
		esac
	done
done
for key in time mem gate peak prune limit; do
	expect_line memcall.7.text " *$key="
done

need bash
PATH=$MEMCALL_BUILD:$PATH
export PATH
complete_words() {
	bash -c '. "$1"
		compopt() { :; }
		shift
		COMP_WORDS=(memcall "$@")
		COMP_CWORD=$#
		_memcall
		echo "${COMPREPLY[@]}"' bash "$share/memcall.bash" "$@"
}
[ "$(complete_words con)" = convert ] || fail "con: $(complete_words con)"
[ "$(complete_words help con)" = convert ] || fail "$(complete_words help con)"
[ "$(complete_words convert --foc)" = --focus= ] ||
	fail "--foc: $(complete_words convert --foc)"
[ "$(complete_words convert --color = p)" = peak ] ||
	fail "--color=p: $(complete_words convert --color = p)"
[ "$(complete_words convert --group=)" = 'namespace class file' ] ||
	fail "--group=: $(complete_words convert --group=)"
[ "$(complete_words report --sort =)" = 'self total calls rss peak' ] ||
	fail "--sort=: $(complete_words report --sort =)"
for command in $commands; do
	for option in $("$memcall" $command --help |
		grep -Eo -e '--[a-z][a-z-]*=?' | sort -u); do
		complete_words $command "${option%=}" | tr ' ' '\n' |
			grep -qFx -e "$option" ||
			fail "$command $option is not completed"
	done
done
[ -z "$(complete_words report file)" ] || fail "a file is not completed"
