# SPDX-License-Identifier: MIT
# The page holds all it needs, and its data are the dump's.  What a browser
# makes of it: make check-html.
. "$MEMCALL_LIB"
need python3
write_various
compile program.cc -pthread
MEMCALL_OUT=graph.html run ./program
expect_status 0
expect_silence
expect_file graph.html
expect_no_file graph.html.memcall
MEMCALL_OUT=out.memcall run ./program
"$memcall" convert out.memcall -o graph.html
"$memcall" convert out.memcall -o again.html
cmp graph.html again.html || fail "two conversions differ"
check_python <<'END'
import dumped, html.parser, json

class Page(html.parser.HTMLParser):
    """Collects the scripts and what the page would load."""
    def __init__(self):
        super().__init__()
        self.loads, self.scripts, self.inside, self.classes = [], [], None, 0
    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        assert tag not in ("link", "iframe", "img", "object"), tag
        self.loads += [attributes[key] for key in ("src", "srcset", "data")
                       if key in attributes]
        self.classes += attributes.get("class") == "node"
        self.inside = tag
        if tag == "script":
            self.scripts.append((attributes, ""))
    def handle_data(self, data):
        if self.inside == "script":
            attributes, text = self.scripts[-1]
            self.scripts[-1] = attributes, text + data
        if self.inside == "style":
            assert "url(" not in data and "@import" not in data
    def handle_endtag(self, tag):
        self.inside = None

page = Page()
page.feed(open("graph.html", encoding="utf-8").read())
assert not page.loads, page.loads
assert len(page.scripts) == 2, [a for a, _ in page.scripts]
attributes, text = page.scripts[0]
assert attributes["id"] == "data" and "<" not in text
data = json.loads(text)
dump = dumped.read("out.memcall")
assert data["program"] == "program"
assert len(data["functions"]) == len(dump.functions)
assert page.classes == len(dump.functions) + 1 # and the start node

stacks = data["stacks"]
threads = stacks.pop("threads")
assert len(threads) <= data["threads"] # several may share a record
assert all(stacks["function"][t["stack"]] == -1 for t in threads)
assert len(set(map(len, stacks.values()))) == 1
assert all(parent <= i for i, parent in enumerate(stacks["parent"]))
for index, function in enumerate(data["functions"]):
    expected = dump.functions[function["function"]]
    mine = [i for i, f in enumerate(stacks["function"]) if f == index]
    assert sum(stacks["calls"][i] for i in mine) == expected["calls"]
    assert sum(stacks["ns"][i] for i in mine) == expected["self_ns"]
assert any("<" in f["function"] for f in data["functions"])
END
