# SPDX-License-Identifier: MIT
# A profile that may not grow folds further contexts into "(other)": the calls
# of the functions that it has are right, and all calls together are; the time of
# the others is their callers'.
. "$MEMCALL_LIB"
need python3
python3 - <<'EOF'
with open("program.c", "w") as out:
    out.write("#include <stdio.h>\nstatic volatile int sum;\n")
    for i in range(2000):
        out.write("static void f%d(void) { sum = sum + 1; }\n" % i)
    out.write("__attribute__((profile)) void work(void) {\n")
    out.writelines("f%d(); f%d();\n" % (i, i) for i in range(2000))
    out.write("}\nint main(void) { for (int i = 0; i < 10; i++) work();\n"
              'printf("%d\\n", sum); return 0; }\n')
EOF
compile program.c
sum_calls()
{
	"$memcall" dump "$1" | sed -n 's/^function "[f(].* calls=\([0-9]*\) .*/\1/p' |
		awk '{ sum += $1 } END { print sum }'
}

MEMCALL_OUT=all.memcall run ./program
expect_status 0
expect_silence
[ "$(sum_calls all.memcall)" -eq 40000 ] || fail "calls are missing"
for limit in 64K 150K 300K; do
	MEMCALL_OUT=out.memcall MEMCALL_OPTIONS=limit=$limit run ./program
	expect_status 0
	printf '40000\n' | expect_text out
	expect_message 'cannot grow \(its limit is reached\).*limit='
	expect_calls out.memcall work 10
	expect_calls out.memcall f0 20
	"$memcall" dump out.memcall >dump
	expect_line dump 'function "\(other\)"'
	[ "$(sum_calls out.memcall)" -eq 40000 ] ||
		fail "limit=$limit: $(sum_calls out.memcall) calls of 40000"
	sed -n 's/^profile .* total_ns=\([0-9]*\) .*/total \1/p
		s/^function .* self_ns=\([0-9]*\) .*/self \1/p' dump |
		awk '$1 == "total" { total = $2 } $1 == "self" { self += $2 }
		     END { exit !(total > 0 && self > total * 0.95 &&
				  self < total * 1.05) }' ||
		fail "the times do not add up: $(cat dump)"
	expect_line dump 'function "\(other\)".* self_ns=0 '
	[ "$(stat -c %s out.memcall)" -le $((${limit%K} * 1024)) ] ||
		fail "larger than the limit"
	"$memcall" convert out.memcall -o out.dot || fail "cannot be drawn"
done
