# SPDX-License-Identifier: MIT
"""damage.py MEMCALL PROFILE...: damages profiles in many ways and has MEMCALL
read them.

Most of a profile is zero, where a cut or a change says nothing new; only what
is used is damaged.  What goes wrong is printed, and its file kept.
"""

import random
import re
import struct
import subprocess
import sys

STEP = 64
CHANGES = 150  # words changed in each profile
VALUES = (0, 1, 4096, 2 ** 31 - 1, 2 ** 32 - 1, 2 ** 63 - 1, 2 ** 63,
          2 ** 64 - 64, 2 ** 64 - 1, 0x7ff0000000000000, 0x7ff8000000000000)
COUNT = re.compile(rb"^(function|edge) (.*?) (?:symbol=.*? |kind=thread )?"
                   rb"(?:source=.*? )?(?:marked=. )?calls=(\d+)", re.M)
LOST = b'"(name lost)"'
FILE, GRAPH = "damaged.memcall", "damaged.dot"


class Wrong(Exception):
    """The command did what it must not do."""


def run(memcall, *arguments):
    """(status, stdout, lines of stderr); no signal, nothing but messages."""
    try:
        done = subprocess.run([memcall] + list(arguments), timeout=60,
                              stdin=subprocess.DEVNULL, capture_output=True)
    except subprocess.TimeoutExpired:
        raise Wrong("%s hangs" % arguments[0])
    said = done.stderr.decode(errors="replace").splitlines()
    if done.returncode not in (0, 1):
        raise Wrong("%s ends with %d: %s" % (arguments[0], done.returncode,
                                             said[-1:]))
    if any(not line.startswith("memcall: ") for line in said):
        raise Wrong("%s says %s" % (arguments[0], said))
    if done.returncode == 1 and (len(said) != 1 or done.stdout):
        raise Wrong("%s fails and says %s" % (arguments[0], said))
    return done.returncode, done.stdout, said


def read(memcall, data, others):
    """Status, calls by function and edge, and messages for these bytes; with
    `others`, the other commands are run on them as well."""
    with open(FILE, "wb") as file:
        file.write(data)
    status, out, said = run(memcall, "dump", FILE)
    if others:
        for arguments in (("report", FILE), ("convert", FILE, "-o", GRAPH)):
            if run(memcall, *arguments)[0] != status:
                raise Wrong("%s ends otherwise than dump" % arguments[0])
    calls = {match[0:2]: int(match[2]) for match in COUNT.findall(out)}
    return status, calls, said


def check_part(calls, whole):
    """What is left of a cut profile is part of the whole."""
    for key, count in calls.items():
        if LOST in key[1]:
            continue
        if count > whole.get(key, 0):
            raise Wrong("%s has %d calls, in the whole profile %d" % (
                key[1].decode(), count, whole.get(key, 0)))
    if (sum(count for key, count in calls.items() if key[0] == b"function") >
            sum(count for key, count in whole.items()
                if key[0] == b"function")):
        raise Wrong("a part has more calls than the whole")


def is_sealed(data):
    return struct.unpack_from("I", data, 20)[0] == 2


def cut(memcall, data, whole):
    best = done = 0
    for end in range(STEP, len(data), STEP):
        if not any(data[end - STEP:end]) and end % 4096:
            continue
        done += 1
        status, calls, said = read(memcall, data[:end], done % 16 == 0)
        check_part(calls, whole)
        if is_sealed(data) and not any("cut off" in line for line in said):
            raise Wrong("cut at %d, and it says %s" % (end, said))
        best = max(best, len(calls))
    if best < len(whole):
        raise Wrong("of %d functions and edges %d are read at best" % (
            len(whole), best))
    return done


def change(memcall, data, choose):
    used = [at for at in range(0, len(data) - 7, 8) if any(data[at:at + 8])]
    for i in range(CHANGES):
        changed = bytearray(data)
        for _ in range(1 + i % 3):
            at = choose.choice(used)
            value = choose.choice(VALUES + (
                choose.randrange(len(data)),
                struct.unpack_from("Q", data, choose.choice(used))[0]))
            if choose.random() < 0.5:
                struct.pack_into("Q", changed, at, value)
            else:
                struct.pack_into("I", changed, at + choose.choice((0, 4)),
                                 value & 0xffffffff)
        read(memcall, changed, i % 16 == 0)
    return CHANGES


def main():
    memcall, profiles = sys.argv[1], sys.argv[2:]
    for path in profiles:
        with open(path, "rb") as file:
            data = file.read()
        try:
            status, whole, said = read(memcall, data, True)
            if status or said or not whole:
                raise Wrong("it is not read when whole: %s" % said)
            cuts = cut(memcall, data, whole)
            changes = change(memcall, data, random.Random(path))
        except Wrong as wrong:
            sys.exit("%s: %s (kept: %s)" % (path, wrong, FILE))
        print("%s: %d cuts, %d changes" % (path, cuts, changes))


main()
