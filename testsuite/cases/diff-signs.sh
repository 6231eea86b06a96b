# SPDX-License-Identifier: MIT
# A picture of two runs has the signs of estimates, as a report has them.
. "$MEMCALL_LIB"
need gvpr
cat >program.c <<'END'
static volatile int sum;
__attribute__((noinline)) static int leaf(int n)
{
	for (int i = 0; i < 100; i++)
		sum += n;
	return n;
}
__attribute__((noinline)) static int other(int n) { return sum += n; }
__attribute__((profile)) int work(int n)
{
	for (int i = 0; i < 300000; i++)
		n += leaf(i) + other(i);
	return n;
}
int main(void) { return work(1) == 0; }
END
compile program.c
for run in before after; do
	MEMCALL_OUT=$run.memcall run ./program
	expect_status 0
done
run "$memcall" diff before.memcall -- after.memcall -o changes.dot
expect_status 0
expect_silence
signs=0
by=total
gvpr 'N [function == "leaf"] { print($.label) }' changes.dot | grep -q CPU &&
	by=cpu
for run in before after; do
	"$memcall" report $run.memcall --sort=$by >report
	for name in leaf other; do
		# The column of that title, of the first table.
		value=$(awk -v by=$by -v name=$name '
			!at && $NF == "function" {
				at = index($0, " " by " ") + length(by)
				next
			}
			at && $NF == name {
				before = substr($0, 1, at)
				sub(/.*  /, "", before)
				print before
				exit
			}' report)
		[ -n "$value" ] || fail "no $by of $name: $(cat report)"
		value=$(printf %s "$value" | sed 's/us$/µs/; s/</\&lt;/')
		gvpr "N [function == \"$name\"] { print(\$.label) }" \
			changes.dot >label
		grep -qF -e "$value" label || fail "not $value: $(cat label)"
		case $value in
		'~'* | '&lt;'*) signs=1 ;;
		esac
	done
done
[ "$signs" -eq 0 ] || grep -q '<b>~</b> estimated\|<b>&lt;</b> less' changes.dot ||
	fail "the legend does not tell the signs"
