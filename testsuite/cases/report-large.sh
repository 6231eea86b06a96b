# SPDX-License-Identifier: MIT
# A profile of 10,000 functions: its picture and all of its DOT file take 2 s at
# most each, and are the same each time.  1,000 profiles of 10,000 contexts are
# merged in seconds, in the memory that a few take.  The limits are five times as
# long, since machines are busy: they are for what takes time by the square.
. "$MEMCALL_LIB"
need python3 gvpr
unsanitized any "it measures time and memory"
# Ten times what GCC makes of 1,000 functions: a tree of them, and from each two
# calls to somewhere.
python3 - <<'END'
import random
random.seed(1)
with open("unit.c", "w") as out:
    out.write("static volatile int sum;\n")
    out.writelines("static void f__%d(int);\n" % i for i in range(1000))
    for i in range(1000):
        calls = ["f__%d(1);" % j for j in range(4 * i + 1, 4 * i + 5) if j < 1000]
        calls += ["f__%d(0);" % random.randrange(1000) for _ in range(2)]
        out.write("static void f__%d(int n) { for (int i = 0; i < %d; i++) sum++;"
                  " if (n) { %s } }\n" %
                  (i, random.choice([1, 10, 1000]), " ".join(calls)))
    out.write("void unit__(void) { f__0(1); }\n")
with open("program.c", "w") as out:
    out.write("#include <stdlib.h>\n")
    out.writelines("void unit_%d_(void);\n" % unit for unit in range(10))
    out.write("static void (*const units[])(void) = {%s};\n" %
              ", ".join("unit_%d_" % unit for unit in range(10)))
    out.write("__attribute__((profile)) void work(int from, int to)"
              " { for (; from < to; from++) units[from](); }\n"
              "int main(int argc, char **argv)"
              " { work(atoi(argv[1]), atoi(argv[2])); }\n")
END
$CC -O0 -g1 "$plugin" -S unit.c
as=$($CC -print-prog-name=as)
for unit in 0 1 2 3 4 5 6 7 8 9; do
	sed "s/\(unit\|f\)__/\1_${unit}_/g" unit.s | $as -o unit$unit.o -
done
$CC -O0 -g1 "$plugin" program.c unit?.o -o program
rm unit?.o
MEMCALL_OUT=all.memcall run ./program 0 10
expect_status 0
for from in 0 1 2 3; do
	MEMCALL_OUT=part$from.memcall run ./program $from $((from + 4))
	expect_status 0
done

check_python <<'END'
import os, resource, subprocess

memcall = os.path.join(os.environ["MEMCALL_BUILD"], "memcall")

def convert(*args):
    """CPU seconds, and the most memory in MB."""
    process = subprocess.Popen([memcall, "convert", *args])
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0, args
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024

def lasts(limit, *args):
    """On a busy machine the least of a few says what it takes."""
    seconds = min(convert("all.memcall", *args)[0] for _ in range(3))
    print("%s: %.2f s" % (" ".join(args), seconds))
    assert seconds <= 5 * limit, (args, seconds)

for name in ("pruned.dot", "picture.svg", "page.html", "graph.json"):
    lasts(2, "-o", name)
lasts(2, "--no-prune", "-o", "whole.dot")
for again, first in (("2.dot", "pruned.dot"), ("2.svg", "picture.svg")):
    convert("all.memcall", "-o", again)
    assert open(again, "rb").read() == open(first, "rb").read(), first
convert("all.memcall", "--no-prune", "-o", "2.dot")
assert open("2.dot", "rb").read() == open("whole.dot", "rb").read()
nodes = subprocess.run(["gvpr", 'N[calls!=""]{print(name)}', "whole.dot"],
                       check=True, stdout=subprocess.PIPE).stdout
assert len(nodes.split()) == 10011, len(nodes.split())

parts = ["part%d.memcall" % i for i in range(4)]
contexts = subprocess.run([memcall, "dump", parts[0]], check=True,
                          stdout=subprocess.PIPE).stdout.count(b"\ncontext ")
assert contexts > 10000, contexts
_, few = convert(*parts, "-o", "few.dot")
for times, out in ((250, "many.dot"), (25, "many.folded"), (25, "many.html")):
    seconds, most = convert(*(parts * times), "-o", out)
    print("%d profiles of %d contexts to %s: %.1f s, %.0f MB" %
          (4 * times, contexts, out, seconds, most))
    # 11 s for a thousand were measured, and for stacks 16 s
    assert seconds < 5 * 0.016 * 4 * times, seconds
    assert most < few + 40, (most, few)

def calls_of(name):
    return dict(line.split() for line in subprocess.run(
        ["gvpr", 'N[calls!=""]{print(function, " ", calls)}', name], check=True,
        stdout=subprocess.PIPE).stdout.decode().splitlines())

many = calls_of("many.dot")
assert many["work"] == "1000", many["work"]
few = calls_of("few.dot")
both = set(few) & set(many)
assert len(both) > 20
assert all(int(many[name]) == 250 * int(few[name]) for name in both)
END
