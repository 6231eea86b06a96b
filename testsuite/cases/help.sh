# SPDX-License-Identifier: MIT
# The manual pages have no faults; completion knows the commands, their flags
# and the words that these take.
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
commands=$("$memcall" --help | sed -n 's/^  memcall \([a-z]*\) .*/\1/p')
[ "$(printf '%s\n' $commands | wc -l)" -ge 7 ] || fail "commands: $commands"

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
[ "$(complete_words convert --group=)" = 'none namespace class file' ] ||
	fail "--group=: $(complete_words convert --group=)"
[ "$(complete_words report --sort =)" = 'self total calls rss peak cpu wait allocs heap temp live' ] ||
	fail "--sort=: $(complete_words report --sort =)"
for command in $commands; do
	for option in $("$memcall" $command --help |
		sed -En 's/^ *(-., )?(--[a-z-]+=?).*/\2/p'); do
		complete_words $command "${option%=}" | tr ' ' '\n' |
			grep -qFx -e "$option" ||
			fail "$command $option is not completed"
	done
done
[ -z "$(complete_words report file)" ] || fail "a file is not completed"
