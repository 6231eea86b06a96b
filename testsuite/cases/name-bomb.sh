# SPDX-License-Identifier: MIT
# Symbols of some hundred bytes whose C++ names have more characters than there are atoms:
# a demangler prints for ever over some, and is busy for ever without a word over
# others.  The graph is written at once, and functions cut alike are told apart.
. "$MEMCALL_LIB"
unsanitized thread "its signals wait until the demangler comes back"
need python3
check_python <<'END'
digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

def substitution(n):
    return "S_" if not n else "S%s_" % (
        "%s%s" % (digits[(n - 1) // 36] if n > 36 else "", digits[(n - 1) % 36]))

def chain(length):  # A<A<...>, A<...>>, doubled each time
    links = [substitution(n) for n in range(1, length + 1)]
    return "1AIiiE" + "".join("S_I%s%sE" % (l, l) for l in links)

last = substitution(41)
kinds = ("_Z%df_%%dI%sEvv", "_Z%df_%%d%s", "_Z%df_%%dIJEEvDpN%s1xE",
         "_Z%df_%%dv%sDp" + last)
with open("program.c", "w") as file:
    put = lambda text: print(text, file=file)
    put("volatile int sink;")
    for i in range(60):
        symbol = kinds[i % 4] % (len("f_%d" % i), chain(40)) % i
        assert len(symbol) < 700
        put('int name_%02d(int) __asm__("%s");' % (i, symbol))
        put("__attribute__((noinline)) int name_%02d(int x)" % i +
            "{ sink = x; return x; }")
    put("__attribute__((profile)) int work(int n) { return %s; }" %
        " + ".join("name_%02d(n)" % i for i in range(60)))
    put("int main(void) { return work(0); }")
END
compile program.c
# run_quickly COMMAND ...: in 20 s and 200 MB, of which it takes a tenth.
run_quickly() {
	run timeout 60 python3 -c '
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
assert used.ru_utime + used.ru_stime < 20, used
assert used.ru_maxrss < 200000 or "san" in sys.argv[0], used
sys.exit(status)' "$@"
	expect_status 0
	expect_silence
}
MEMCALL_OUT=graph.svg run_quickly ./program
expect_file graph.svg
MEMCALL_OUT=out.memcall run_quickly ./program
run_quickly "$memcall" convert out.memcall -o graph.dot
expect_file graph.dot
[ "$(wc -c <graph.dot)" -lt 1000000 ] || fail "graph.dot has $(wc -c <graph.dot)"

# The same name for all: the signatures have to tell them apart, and cannot.
check_python <<'END'
import re
data = open("out.memcall", "rb").read()
data = re.sub(rb"\0name_\d\d\0", b"\0name_xx\0", data)
data = re.sub(rb"(?<=[^\0])name_\d\d\0", b"name_xx\0", data)
open("alike.memcall", "wb").write(data)
END
for command in dump report "top -n1" "convert -o x.html" "convert -o x.json" \
	"convert -o x.svg" "convert -o x.folded" "convert -o x.callgrind"; do
	run_quickly "$memcall" $command alike.memcall
	[ "$command" != dump ] || cp out dump
done
check_python <<'END'
import re
lines = [l for l in open("dump", encoding="utf-8") if l.startswith("function ")]
names = [re.match(r'function ("(?:[^"\\]|\\.)*")', l).group(1) for l in lines]
symbols = [re.search(r' symbol="(.*?)"', l).group(1) for l in lines]
assert len(set(names)) == len(names) == 61, len(names)
assert len(set(symbols)) == 61, len(symbols)
assert max(map(len, names)) < 4200, max(map(len, names))
cut = [n for n in names if "…" in n]
assert len(cut) >= 30, len(cut)
assert all("f_" in n[:10] for n in cut), [n[:10] for n in cut]
END

# In C++ the compiler's own names are such: what lies in the object is bounded,
# methods keep their names, functions cut alike differ, and globs see names whole
# up to 64 KB.
cat >deep.cc <<'END'
template <class A, class B> struct P {
	static int run(int n) { return n + 1; }
	static int stop(int n) { return n + 2; }
};
template <int N> struct D {
	typedef P<typename D<N - 1>::T, typename D<N - 1>::T> T;
};
template <> struct D<0> { typedef int T; };
template <class T> int deep(T *p)
{
	auto inner = [](T *q) { return q == nullptr; };
	return inner(p);
}
#define PART(n) D<n>::T::run(n) + D<n>::T::stop(n) + deep<D<n>::T>(0)
__attribute__((profile)) int work() { return PART(3) + PART(17) + PART(40); }
int main() { return work() != 132; }
END
$CXX -O1 "$plugin" -c deep.cc -o deep.o 2>err || fail "$(cat err)"
expect_silence
[ "$(wc -c <deep.o)" -lt 150000 ] || fail "deep.o has $(wc -c <deep.o) bytes"
compile deep.cc -g0
MEMCALL_OUT=deep.memcall run_quickly ./program
"$memcall" dump deep.memcall >dump
check_python <<'END'
import dumped
functions = dumped.read("deep.memcall").functions
assert len(functions) == 13, len(functions)
assert all(f["calls"] == 1 for f in functions.values())
assert max(map(len, functions)) < 6000, max(map(len, functions))
whole = "P<P<P<int, int>, P<int, int> >, P<P<int, int>, P<int, int> > >::run"
assert whole in functions, [name[:100] for name in functions]
for method in "run", "stop":
    cut = [n for n in functions if "…" in n and n.startswith("P<P<P<P<") and
           ("…::" + method in n)]
    assert len(cut) == 2, (method, [n[:20] + n[-20:] for n in functions])
END
$CXX -g0 "$plugin" -fplugin-arg-memcall-root='P<*>::stop' \
	-fplugin-arg-memcall-root='deep<*, P<P<int, int>, P<int, int> > > >(*)' \
	deep.cc -o program 2>err || fail "$(cat err)"
MEMCALL_OUT=glob.memcall run_quickly ./program
expect_calls glob.memcall 'P<P<P<int, int>, P<int, int> >, P<P<int, int>, P<int, int> > >::stop' 1

