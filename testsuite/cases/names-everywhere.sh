# SPDX-License-Identifier: MIT
# Names with quotes, <>, backslashes, braces and letters of other scripts are what
# they are in every format, for who reads it: libcgraph, an XML parser, a JSON
# parser, callgrind_annotate, protoc.
. "$MEMCALL_LIB"
need python3 gvpr dot callgrind_annotate protoc gunzip
cat >program.cc <<'END'
#include <cstdio>
template <char C> int letter(int n) { return n + C; }
namespace größe {
struct Länge {
	int 測る(int n) { return n + 1; }
	int operator()(int n) { return n << 1; }
	bool operator<(int n) { return n > 1; }
	int operator[](int n) { return n; }
};
}
static int naïve(int n) { return n; }
static int straße(int n) { return n; }
static int with$dollar(int n) { return n; }
[[gnu::profile]] int работа(int n)
{
	größe::Länge l;
	auto inner = [](int n) { return n; };
	return letter<'"'>(n) + letter<'\\'>(n) + letter<'<'>(n) +
	       letter<'>'>(n) + letter<'&'>(n) + letter<'{'>(n) +
	       letter<'|'>(n) + letter<'\n'>(n) + letter<'\t'>(n) +
	       letter<'\1'>(n) + letter<'%'>(n) + letter<'\''>(n) +
	       letter<';'>(n) + l.測る(n) + l(n) + (l < n) + l[n] + naïve(n) +
	       straße(n) + with$dollar(n) + inner(n);
}
int main() { std::printf("%d\n", работа(1)); }
END
compile program.cc
MEMCALL_OUT=out.memcall run ./program
expect_status 0
expect_silence
for kind in dot svg html json folded callgrind speedscope.json pb.gz png pdf; do
	run "$memcall" convert out.memcall -o "out.$kind"
	expect_status 0
	expect_silence
done
gvpr 'N [kind != "root"] { print($.function, "\x01\x01") }' out.dot >names.dot ||
	fail "gvpr cannot read it"
dot -Tsvg out.dot -o again.svg 2>err || fail "dot: $(cat err)"
expect_silence
callgrind_annotate --threshold=100 --show-percs=no out.callgrind >names.callgrind
gunzip -c out.pb.gz | protoc --proto_path="$MEMCALL_SOURCE/runtime/report" \
	--decode=perftools.profiles.Profile profile.proto >names.pb
"$memcall" report out.memcall >names.report
check_python <<'END'
import ast, dumped, json, re, subprocess
import xml.etree.ElementTree as tree

dump = dumped.read("out.memcall")
text = lambda name: open(name, encoding="utf-8").read()

names = set(dump.functions)
assert len(names) == 22, sorted(names)
for part in ("работа", "größe::Länge::測る", "naïve", "operator<", "operator[]",
             "operator()", "with$dollar", "letter<'\\\"'>", "letter<'\\\\'>",
             "letter<'{'>", "letter<'%'>"):
    assert any(part in name for name in names), (part, sorted(names))

data = json.loads(text("out.json"))
assert {f["function"] for f in data["functions"]} == names
page = re.search(r'id="data">(.*?)</script>', text("out.html"), re.S).group(1)
assert {f["function"] for f in json.loads(page)["functions"]} == names
frames = json.loads(text("out.speedscope.json"))["shared"]["frames"]
assert {frame["name"] for frame in frames} == names
found = {name.strip("\n") for name in
         text("names.dot").split("\x01\x01")} - {""}
plain = lambda name: name.replace("\\", "")
assert {plain(n) for n in found} == {plain(n) for n in names}, found ^ names
strings = [ast.literal_eval("b" + found).decode() for found in
           re.findall(r'^string_table: (".*")$', text("names.pb"), re.M)]
assert names <= set(strings), names - set(strings)
stacks = {line.rsplit(" ", 1)[0].split(";")[-1]
          for line in text("out.folded").splitlines()}
flat = {n.replace(";", ":").replace("\n", " ") for n in names}
assert stacks <= flat, stacks - flat
for name in names:
    assert name.replace("\n", " ") in text("names.callgrind"), name

# A picture's tooltips are whole, and its XML is well-formed.  Graphviz takes two
# backslashes for one there even if they stand in DOT as four.
titles = ""
for node in tree.parse("out.svg").iter():
    titles += "".join(v + "\n" for k, v in node.attrib.items()
                      if k.endswith("title"))
for name in names:
    assert name.replace("\\\\", "\\") in titles, (name, titles[:3000])
tree.parse("again.svg")
END
for name in работа größe::Länge::測る; do
	LC_ALL=C.UTF-8 grep -q "$name" names.report ||
		fail "the report has no $name: $(cat names.report)"
done
