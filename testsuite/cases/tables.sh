# SPDX-License-Identifier: MIT
# README, manual pages and help say what the tables in the source do: commands,
# flags, formats, options and arguments of the plugin.
. "$MEMCALL_LIB"
need python3
check() { # FOLDER
	run python3 -B "$MEMCALL_SOURCE/runtime/share/fill-tables" --check \
		--build "$MEMCALL_BUILD" --cc "$CC" "$1"
}
check "$MEMCALL_SOURCE"
expect_text out </dev/null
expect_silence
expect_status 0

# The check sees a row that differs, one that is not there, and a table that is
# not.
copy() {
	rm -rf copy
	mkdir -p copy/runtime/share copy/testsuite
	cp "$MEMCALL_SOURCE/README.md" copy
	cp "$MEMCALL_SOURCE/testsuite/tested.tsv" copy/testsuite
	cp "$MEMCALL_SOURCE"/runtime/share/memcall.[17] copy/runtime/share
}
expect_difference() { # FILE SED-SCRIPT MESSAGE
	copy
	sed -i "$2" "copy/$1"
	check copy
	expect_status 1
	grep -q "^$1 $3" out || fail "$1 after $2: $(cat out err)"
}
for row in 's/flame graphs, a table/a table/' '/^| `prune=/d' \
	's/`full` | what memory/`rss` | what memory/' '/^| `skip=/d'; do
	expect_difference README.md "$row" differs
done
expect_difference README.md '/table of options/d' 'has no table of options'
share=runtime/share
for row in 's/^Draw on a dark ground/Draw in the dark/' '/^\.It Fl -callers/d' \
	's/Ar none|namespace/Ar namespace/' '/^\.Cm dump$/d'; do
	expect_difference $share/memcall.1 "$row" differs
done
expect_difference $share/memcall.1 's/table of flags of report/table/' \
	'has no table of flags of report'
for row in 's/Cm prune/Cm prunes/' '/^\.It Pa .*html/d' '/^\.It Cm root/d'; do
	expect_difference $share/memcall.7 "$row" differs
done

# What was tested is not written by hand, either.
expect_difference README.md 's/^| Fortran | exact/| Fortran | wrong/' differs
expect_difference README.md '/^| [0-9.]* | aarch64/d' differs

# --help has each row, in its own words.
"$memcall" help --rows >rows
commands=$(awk -F '\t' '$1 == "command" { print $2 }' rows)
for command in $commands; do
	"$memcall" $command --help | tr -s ' \n' ' ' >$command.help
done
awk -F '\t' '
function flag(command) {
	print command "\t" $4 ($5 == "" ? "" : "=") $5 " " $7 \
		($6 == "" ? "" : " (default: " $6 ")")
}
$1 == "draws" { draws[$2] }
$1 == "flag" && $2 != "graph" { flag($2) }
$1 == "flag" && $2 == "graph" { for (command in draws) flag(command) }
$1 == "format" { print "run\t" $2 " " $3; print "convert\t" $2 " " $3 }
$1 == "option" { print "run\t" $2 "=" $3 " " $5 " (default: " $4 ")" }
' rows >wanted
[ "$(wc -l <wanted)" -ge 50 ] || fail "few rows: $(cat wanted)"
while IFS=$(printf '\t') read -r command text; do
	grep -qF -e "$text" $command.help ||
		fail "$command --help does not say: $text"
done <wanted

# A flag takes each of its words.
awk -F '\t' '$1 == "flag" && $5 ~ /^[a-z]+\|[a-z|]+$/ {
	gsub(/\|/, " ", $5)
	print ($2 == "graph" ? "convert" : $2), $4, $5
}' rows >words
expect_line words 'report --sort self '
while read -r command flag values; do
	for value in $values; do
		run "$memcall" $command $flag=$value nothing -o nothing.svg
		! grep -q takes err || fail "$command $flag=$value: $(cat err)"
	done
	run "$memcall" $command $flag=nothing nothing
	expect_status 2
	expect_message "$flag takes "
done <words

# The commands and flags that README shows are there.
awk '/^```/ { inside = !inside } inside && /^memcall / { print }' \
	"$MEMCALL_SOURCE/README.md" >shown
for command in $commands; do
	expect_line shown "memcall $command\b"
	for flag in $(sed -n "s/^memcall $command //p" shown |
		grep -Eo -e '--[a-z-]+' || :); do
		grep -q -e "$flag\b" $command.help ||
			fail "README shows $command $flag"
	done
done
grep -Eo -e '`--[a-z-]+' "$MEMCALL_SOURCE/README.md" |
	grep -v -e --coverage -e --help | sort -u | tr -d '`' >flags
[ "$(wc -l <flags)" -ge 10 ] || fail "README shows few flags: $(cat flags)"
while read -r flag; do
	grep -q -e "	$flag	" rows || fail "README shows $flag"
done <flags
