# SPDX-License-Identifier: MIT
# The JSON file keeps to its schema and has what the dump has.
. "$MEMCALL_LIB"
need python3
python3 -c 'import jsonschema' 2>/dev/null || skip "no python3-jsonschema here"
write_various
compile program.cc -pthread
MEMCALL_OUT=out.memcall run ./program
expect_status 0
"$memcall" convert out.memcall -o graph.json
"$memcall" convert out.memcall -o again.json
cmp graph.json again.json || fail "two conversions differ"
MEMCALL_OUT=off.json MEMCALL_OPTIONS=time=off:mem=off run ./program
expect_silence
check_python <<'END'
import dumped, json, jsonschema, os

schema = json.load(open(os.environ["MEMCALL_SOURCE"] +
                        "/runtime/report/graph.schema.json"))
jsonschema.Draft7Validator.check_schema(schema)
check = jsonschema.Draft7Validator(schema).validate

graph = json.load(open("graph.json"))
check(graph)
dump = dumped.read("out.memcall")
assert graph["program"] == "program"
assert graph["total_ns"] == dump.profile["total_ns"]
assert graph["lost"] == 0

def compare(found, expected, others):
    found = {key: value for key, value in found.items() if key not in others}
    expected = dict(expected)
    for key in "estimated", "lower_bound":
        found[key] = " ".join(found.get(key, []))
        expected.setdefault(key, "")
    assert found == expected, (found, expected)

functions = graph["functions"]
assert [f["function"] for f in functions] == sorted(
    dump.functions, key=lambda name: (-dump.functions[name]["total_ns"],
                                      -dump.functions[name]["calls"], name))
for function in functions:
    compare(function, dump.functions[function["function"]], ["function"])
assert len(graph["edges"]) == len(dump.edges)
for edge in graph["edges"]:
    caller = edge["caller"]
    caller = None if caller is None else functions[caller]["function"]
    callee = functions[edge["callee"]]["function"]
    compare(edge, dump.edges[caller, callee, edge.get("kind")],
            ["caller", "callee"])
assert any(edge.get("kind") == "thread" for edge in graph["edges"])

off = json.load(open("off.json"))
check(off)
assert "total_ns" not in off
for thing in off["functions"] + off["edges"]:
    assert not any(key.endswith(("_ns", "_bytes")) for key in thing), thing
END
