# SPDX-License-Identifier: MIT
# A program of 100,000 functions, all of which are called: each is in the
# profile.
. "$MEMCALL_LIB"
need python3
as=$($CC -print-prog-name=as)
# GCC takes two minutes for so many: it compiles 2000, and as many copies of
# what it makes of them as are needed get other names.
python3 - <<'EOF'
with open("unit.c", "w") as out:
    for i in range(2000):
        out.write("static int f__%d(int n) { return n; }\n" % i)
    for group in range(0, 2000, 100):
        out.write("static int g__%d(int n) { int s = 0;\n" % group)
        out.writelines("s += f__%d(n);\n" % i
                       for i in range(group, group + 100))
        out.write("return s; }\n")
    out.write("int unit__(int n) { int s = 0;\n")
    out.writelines("s += g__%d(n);\n" % i for i in range(0, 2000, 100))
    out.write("return s; }\n")
with open("program.c", "w") as out:
    out.writelines("int unit_%d_(int n);\n" % unit for unit in range(50))
    out.write("#include <stdio.h>\n"
              "__attribute__((profile)) int work(int n) { int s = 0;\n")
    out.writelines("s += unit_%d_(n);\n" % unit for unit in range(50))
    out.write("return s; }\n"
              'int main(void) { printf("%d\\n", work(1)); return 0; }\n')
EOF
$CC -O0 "$plugin" -S unit.c
unit=0
while [ $unit -lt 50 ]; do
	sed "s/\(unit\|[fg]\)__/\1_${unit}_/g" unit.s | $as -o unit$unit.o -
	unit=$((unit + 1))
done
$CC -O0 "$plugin" program.c unit*.o -o program
rm unit*.o
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
printf '100000\n' | expect_text out
"$memcall" dump out.memcall >dump
[ "$(grep -c '^function "f_.* calls=1 ' dump)" -eq 100000 ] ||
	fail "not every function is in the profile once"
[ "$(grep -c '^edge "g_.* -> "f_.* calls=1 ' dump)" -eq 100000 ] ||
	fail "not every call is in the profile"
expect_calls out.memcall g_49_1900 1
expect_edge out.memcall unit_7_ g_7_500 1
