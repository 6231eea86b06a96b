# SPDX-License-Identifier: MIT
# protoc decodes the pprof file; its samples add up to the functions' calls,
# time and memory.
. "$MEMCALL_LIB"
need python3 protoc gunzip
write_various
compile program.cc -pthread
MEMCALL_OUT=out.memcall run ./program
expect_status 0
"$memcall" convert out.memcall -o graph.pb.gz
"$memcall" convert out.memcall -o again.pb.gz
cmp graph.pb.gz again.pb.gz || fail "two conversions differ"
proto=$MEMCALL_SOURCE/runtime/report
gunzip -c graph.pb.gz | protoc --proto_path="$proto" \
	--decode=perftools.profiles.Profile profile.proto >text 2>err ||
	fail "protoc: $(cat err)"
expect_silence
check_python <<'END'
import ast, collections, dumped, os

def parse(lines):
    """A message: key -> list of values."""
    message = collections.defaultdict(list)
    for line in lines:
        line = line.strip()
        if line == "}":
            break
        if line.endswith("{"):
            message[line[:-2]].append(parse(lines))
        else:
            key, value = line.split(": ", 1)
            if value.startswith('"'):
                value = ast.literal_eval("b" + value).decode()
            elif value in ("true", "false"):
                value = value == "true"
            else:
                value = int(value)
            message[key].append(value)
    return message

profile = parse(iter(open("text")))
text = profile["string_table"]
types = [text[t["type"][0]] + "/" + text[t["unit"][0]]
         for t in profile["sample_type"]]
assert types[:2] == ["calls/count", "time/nanoseconds"], types
assert text[profile["default_sample_type"][0]] == "time"

dump = dumped.read("out.memcall")
functions = {f["id"][0]: f for f in profile["function"]}
names = {}
for location in profile["location"]:
    line = location["line"][0]
    function = functions[line["function_id"][0]]
    name = names[location["id"][0]] = text[function["name"][0]]
    found = dump.functions[name]
    assert text[function["system_name"][0]] == found["symbol"]
    assert "%s:%d" % (text[function["filename"][0]],
                      line["line"][0]) == found["source"]
assert sorted(names.values()) == sorted(dump.functions)

sums = [collections.Counter() for _ in types]
total = collections.Counter()
threads = set()
for sample in profile["sample"]:
    labels = {text[label["key"][0]]: text[label["str"][0]]
              for label in sample["label"]}
    assert labels.pop("host") == os.uname().nodename
    assert labels.pop("process") == str(dump.profile["pid"])
    assert "rank" not in labels
    threads.add(labels.pop("thread"))
    assert not labels
    stack = [names[location] for location in sample["location_id"]]
    for i, value in enumerate(sample["value"]):
        sums[i][stack[0]] += value
    for name in set(stack):
        total[name] += sample["value"][1]
assert len(threads) > 1, threads
dumped.expect_same("calls", sums[0], dump.sums("calls"))
dumped.expect_same("self_ns", sums[1], dump.sums("self_ns"))
dumped.expect_same("total_ns", total, dump.sums("total_ns"),
                   len(dump.contexts))
if "rss/bytes" in types:
    dumped.expect_same("rss", sums[2], dump.sums("rss_self_bytes"))
END
