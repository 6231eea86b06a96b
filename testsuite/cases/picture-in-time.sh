# SPDX-License-Identifier: MIT
# A program that ends waits 10 s for its picture at most: if all of the graph
# takes longer, the costliest of it is drawn, and a line says so.
. "$MEMCALL_LIB"
unsanitized any "Graphviz takes longer with a sanitizer"
need python3 gvpr
python3 - >slow.c <<'END2'
count = 300
print("static volatile int sum;")
for i in range(count):
    print(f"void f{i}(int n);")
for i in range(count):
    calls = (f"f{(i * 37 + k * k * 53 + k * 11) % count}(n - 1);"
             for k in range(1, 7))
    print(f"void f{i}(int n) {{ sum++; if (n > 0) {{ {' '.join(calls)} }} }}")
calls = (f"f{i}(1);" for i in range(count))
print("__attribute__((profile)) void work(void) {", *calls, "}")
print("int main(void) { work(); return 0; }")
END2
compile slow.c
begin=$(date +%s)
MEMCALL_OPTIONS=prune=off MEMCALL_OUT=graph.svg run ./program
took=$(($(date +%s) - begin))
expect_status 0
expect_message 'drawing all of 301 functions takes more than 7 s, .*--no-prune'
[ "$took" -le 11 ] || fail "the program waited $took s"
expect_file graph.svg
grep -q ' of 301 functions' graph.svg || fail "the legend does not say it"
# What Graphviz need not lay out is never given up.
MEMCALL_OPTIONS=prune=off MEMCALL_OUT=graph.dot run ./program
expect_status 0
expect_silence
[ "$(gvpr 'N[calls!=""]{print(name)}' graph.dot | wc -l)" -eq 301 ] ||
	fail "functions are missing"
