# SPDX-License-Identifier: MIT
# Raw profiles merge into a bundle, in any order and by any steps; all commands
# read it as they read its profiles, and none of it is lost when it is damaged
# without being said.
. "$MEMCALL_LIB"
need python3
write_program
compile program.c
# What starts the processes of a job tells them their rank, each its own way.
env OMPI_COMM_WORLD_RANK=2 MEMCALL_OUT=a.memcall $launch ./program >out
env PMI_RANK=0 SLURM_PROCID=7 MEMCALL_OUT=b.memcall $launch ./program >out
env SLURM_PROCID=1 MEMCALL_OUT=c.memcall $launch ./program kill >out 2>&1 ||
	:
env PMIX_RANK=1x MEMCALL_OUT=d.memcall $launch ./program >out

merge()
{
	run "$memcall" convert "$@"
	expect_status 0
	expect_silence
}

merge a.memcall b.memcall c.memcall -o abc.memcall
merge c.memcall b.memcall a.memcall -o cba.memcall
merge b.memcall a.memcall -o ba.memcall
merge c.memcall ba.memcall -o c-ba.memcall
merge c.memcall a.memcall -o ca.memcall
merge ca.memcall b.memcall -o ca-b.memcall
for other in cba c-ba ca-b; do
	cmp abc.memcall $other.memcall || fail "$other is another bundle"
done

"$memcall" dump a.memcall b.memcall c.memcall >dump.each
"$memcall" dump abc.memcall >dump.abc
cmp dump.each dump.abc || fail "dumps differ"
for kind in dot json folded callgrind speedscope.json html; do
	merge a.memcall c.memcall b.memcall -o each.$kind
	merge abc.memcall -o abc.$kind
	cmp each.$kind abc.$kind || fail "$kind differs"
done
"$memcall" report abc.memcall >report
expect_line report 'program: .*, 3 ranks'
expect_line report '3 ranks, compared by total; least even first'
"$memcall" report --by=host abc.memcall >report
expect_line report ".*leaf \[$(uname -n | sed 's/[.]/\\./g')\]"
run "$memcall" convert --by=rank abc.memcall -o split.memcall
expect_status 2
expect_message 'split.memcall has all profiles as they are.*--by'
run "$memcall" diff abc.memcall abc.memcall
expect_status 0
python3 -c 'import jsonschema' 2>/dev/null && check_python <<'END'
import json, jsonschema, os
schema = json.load(open(os.environ["MEMCALL_SOURCE"] +
                        "/runtime/report/graph.schema.json"))
jsonschema.Draft7Validator(schema).validate(json.load(open("abc.json")))
END
# Of many profiles no page has their threads apart.
merge abc.memcall cba.memcall ca.memcall ca.memcall abc.memcall abc.memcall \
	-o many.memcall
merge abc.memcall cba.memcall ca.memcall ca.memcall abc.memcall abc.memcall \
	-o each.html
merge many.memcall -o many.html
cmp each.html many.html || fail "the pages differ"
# A pipe, and standard input.
mkfifo pipe
cat abc.memcall >pipe &
"$memcall" dump pipe >dump.pipe
"$memcall" dump - <abc.memcall >dump.stdin
for other in pipe stdin; do
	cmp dump.abc dump.$other || fail "by $other it is read otherwise"
done
# What is merged twice is there twice; what has no rank is no part.
merge abc.memcall a.memcall d.memcall -o twice.memcall
expect_calls twice.memcall leaf 30
merge abc.memcall -o abc.memcall
cmp abc.memcall cba.memcall || fail "it is not itself"
check_python <<'END'
import dumped
dump = dumped.read("twice.memcall")
leaf = dump.functions["leaf"]
assert leaf["over"] == "rank" and leaf["parts"] == 3, leaf
assert (leaf["calls_least"], leaf["calls_most"], leaf["calls_most_at"],
        leaf["calls_mean"]) == (6, 12, 2, 8), leaf
assert leaf["calls_imbalance"] == "1.500", leaf
lines = [dumped.pairs(line[7:]) for line in dump.text.split("\n")
         if line.startswith("profile")]
assert [line.get("rank") for line in lines] == [None, 0, 1, 2, 2], lines
END

# Damage.  Nothing is written when something cannot be read.
run "$memcall" convert abc.memcall missing.memcall -o out.memcall
expect_status 1
expect_message 'cannot read missing.memcall'
run "$memcall" convert abc.memcall program.c -o out.memcall
expect_status 1
expect_message 'program.c is not a memcall profile'
expect_no_file out.memcall*
check_python "$memcall" <<'END'
import struct, subprocess, sys
memcall = sys.argv[1]
whole = open("abc.memcall", "rb").read()

def ask(data, status, *wanted, command=("report", "bad.memcall")):
    open("bad.memcall", "wb").write(data)
    done = subprocess.run([memcall, *command], capture_output=True, text=True)
    lines = done.stderr.splitlines()
    assert done.returncode == status and len(lines) == len(wanted), (
        status, wanted, done)
    for line, text in zip(lines, wanted):
        assert line.startswith("memcall: ") and text in line, (text, line)
    return done.stdout

def at(offset, new):
    return whole[:offset] + new + whole[offset + len(new):]

ask(whole[:20], 1, "cut off after 20 bytes")
ask(whole[:64], 1, "3 of its 3 profiles are lost", "no profile is left")
first = 64 + 120 + (struct.unpack_from("<Q", whole, 64 + 8)[0] + 7) // 8 * 8
out = ask(whole[:first + 50], 0, "2 of its 3 profiles are lost")
assert "leaf" in out
ask(whole + b"more", 0, "4 bytes behind its profiles")
ask(at(8, struct.pack("<I", 9)), 1, "bundle version 9")
ask(at(12, struct.pack(">I", 0x01020304)), 1, "other byte order")
ask(at(12, b"\0\0\0\0"), 1, "damaged header")
ask(at(24, struct.pack("<Q", 1 << 60)), 0, "profiles are lost")
# A member that is no bundle's, too long, or a bomb.
for offset, new in (64, b"\0"), (72, b"\xff" * 8), (80, b"\xff" * 7):
    ask(at(offset, new), 1, "3 of its 3", "no profile is left")
# Packed bytes, the checksum, and the length.
for offset in 200, 68, 80:
    ask(at(offset, bytes([whole[offset] ^ 1])), 1,
        "rank 0, process ")
# A bundle of a cut one says so ever after.
open("cut.memcall", "wb").write(whole[:first + 50])
done = subprocess.run([memcall, "convert", "cut.memcall", "a.memcall", "-o",
                       "mended.memcall"], capture_output=True, text=True)
assert done.returncode == 0 and "2 of its 3" in done.stderr, done
ask(open("mended.memcall", "rb").read(), 0, "lacks 2 profiles")
# Any byte may be wrong.
for offset in range(0, len(whole), 41):
    open("bad.memcall", "wb").write(at(offset, bytes([whole[offset] ^ 0x55])))
    for command in (["report", "bad.memcall"],
                    ["convert", "bad.memcall", "-o", "again.memcall"]):
        done = subprocess.run([memcall, *command], capture_output=True,
                              text=True)
        assert done.returncode in (0, 1), (offset, done)
        assert len(done.stderr.splitlines()) <= 3, (offset, done)
END
