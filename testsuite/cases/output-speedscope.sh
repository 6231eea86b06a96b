# SPDX-License-Identifier: MIT
# The speedscope file: a profile for each thread, whose frames open and close
# in order and add up to the functions' own time.  A second process puts its
# number before both parts of the extension.
. "$MEMCALL_LIB"
need python3
write_various
compile program.cc -pthread
MEMCALL_OUT=out.memcall run ./program
expect_status 0
"$memcall" convert out.memcall -o graph.speedscope.json
check_python <<'END'
import collections, dumped, json

dump = dumped.read("out.memcall")
file = json.load(open("graph.speedscope.json"))
assert file["$schema"] == "https://www.speedscope.app/file-format-schema.json"
frames = file["shared"]["frames"]
assert len(file["profiles"]) >= 2
own = collections.Counter()
for profile in file["profiles"]:
    assert profile["type"] == "evented" and profile["unit"] == "nanoseconds"
    stack, at = [], profile["startValue"]
    for event in profile["events"]:
        if stack:
            own[frames[stack[-1]]["name"]] += event["at"] - at
        else:
            assert event["at"] == at
        assert event["at"] >= at
        at = event["at"]
        if event["type"] == "O":
            stack.append(event["frame"])
        else:
            assert event["type"] == "C" and stack.pop() == event["frame"]
    assert not stack and at == profile["endValue"]
dumped.expect_same("self_ns", own, dump.sums("self_ns"))
found = dump.functions["spin"]
spin = next(frame for frame in frames if frame["name"] == "spin")
assert "%s:%d" % (spin["file"], spin["line"]) == found["source"]
END
write_program
compile program.c
MEMCALL_OUT=forked.speedscope.json run ./program fork
expect_silence
ls >files
expect_line files 'forked\.[0-9]+\.speedscope\.json$'
expect_file forked.speedscope.json
