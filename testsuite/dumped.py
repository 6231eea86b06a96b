# SPDX-License-Identifier: MIT
"""Reads what `memcall dump` says of a profile: the one reader of the dump, for
the case runner, for checks in Python within cases, and for the other suites.

    dump = dumped.read("out.memcall")
    dump.functions["work"]["calls"]
    dump.edges["work", "leaf", None]["total_ns"]

A dump has a word at the beginning of each line, then names, then KEY=VALUE.
Values are numbers, unless they are quoted or look like none.
"""
import collections
import os
import re
import subprocess
import sys

STRING = r'"(?:[^"\\]|\\.)*"'
ROOT = "(root)"

PAIR = re.compile(r" (\w+)=(%s|\S+)" % STRING)
NAME = re.compile(STRING)
ENDS = re.compile(r"(%s|%s) -> (%s)" % (STRING, re.escape(ROOT), STRING))
NUMBER = re.compile(r"-?\d+")
ESCAPE = re.compile(rb"\\(x[0-9a-f]{2}|.)", re.S)
CONTROL = {b"n": b"\n", b"t": b"\t"}


# What holds of every function and edge that has all of these numbers: the sum of
# those on the left is the one on the right,
SUMS = (("cpu_ns", "wait_ns"), "total_ns"), \
    (("cpu_self_ns", "wait_self_ns"), "self_ns")
# or the left one is at most the right one,
PARTS = ("self_ns", "total_ns"), ("cpu_self_ns", "cpu_ns"), \
    ("wait_self_ns", "wait_ns"), ("preempted_ns", "wait_ns"), \
    ("min_ns", "max_ns")
# or that of an edge at most that of its callee.
PARTS_OF_CALLEE = "total_ns", "cpu_ns", "wait_ns", "preempted_ns"

TIMES = "total_ns", "self_ns", "cpu_ns", "cpu_self_ns", "wait_ns", \
    "wait_self_ns", "preempted_ns"


class DumpError(Exception):
    """The dump cannot be read, or makes no sense."""


def unescape(match):
    code = match.group(1)
    if len(code) == 3:
        return bytes([int(code[1:], 16)])
    return CONTROL.get(code, code)


def unquote(text):
    """The string that TEXT, in quotes with C escapes, stands for."""
    return ESCAPE.sub(unescape, text[1:-1].encode()).decode(errors="replace")


def value_of(text):
    if text.startswith('"'):
        return unquote(text)
    return int(text) if NUMBER.fullmatch(text) else text


def pairs(text):
    """{key: value} of what stands behind the names of a line."""
    return {key: value_of(value) for key, value in PAIR.findall(text)}


class Dump:
    """profile: {key: value}.  functions: that by name.  edges: that by caller
    (None: the root), callee and kind (None: a call).  contexts: a list."""

    def __init__(self, text):
        self.text = text
        self.profile = None
        self.functions, self.edges = {}, {}
        self.context_lines = []
        for line in text.split("\n"):
            word, _, rest = line.partition(" ")
            if word == "profile":
                self.profile = pairs(" " + rest)
            elif word == "function":
                self.add_function(rest)
            elif word == "edge":
                self.add_edge(rest)
            elif word == "context":
                self.context_lines.append(" " + rest)
        if self.profile is None:
            raise DumpError("the dump has no profile line")

    def add_function(self, text):
        match = NAME.match(text)
        if not match:
            raise DumpError("cannot read this function of the dump: " + text)
        name = unquote(match.group())
        if name in self.functions:
            raise DumpError("two functions are displayed as " + name)
        self.functions[name] = pairs(text[match.end():])

    def add_edge(self, text):
        match = ENDS.match(text)
        if not match:
            raise DumpError("cannot read this edge of the dump: " + text)
        caller, callee = match.groups()
        found = pairs(text[match.end():])
        key = (None if caller == ROOT else unquote(caller), unquote(callee),
               found.get("kind"))
        if key in self.edges:
            raise DumpError("this edge is in the dump twice: " + arrow(key))
        self.edges[key] = found

    @property
    def contexts(self):
        """Mostly there are many of them, and nobody asks."""
        return [pairs(line) for line in self.context_lines]

    def sums(self, key):
        """{function: value}, without those that are 0 or not there."""
        return {name: found[key] for name, found in self.functions.items()
                if found.get(key)}

    def context_sums(self, key):
        """The same, added up from the contexts."""
        sums = collections.Counter()
        for context in self.contexts:
            sums[context["function"]] += context.get(key, 0)
        return {name: value for name, value in sums.items() if value}

    def named(self):
        """(name, numbers) of all functions and edges."""
        yield from self.functions.items()
        for key, found in self.edges.items():
            yield arrow(key), found

    def check_sense(self, seconds):
        """No function took longer than the run of SECONDS, but for the error
        of an estimate, or added memory that no machine has; and numbers are
        what they promise of each other."""
        longest = seconds * 1e9 * max(1, self.profile["threads"])
        own = "cpu_self_ns" if any(
            "cpu_ns" in found for found in self.functions.values()) \
            else "self_ns"
        most = sum(self.sums(own).values())
        for name, found in self.named():
            check_times(name, found, longest, most)
            check_parts(name, found)
            for key in "rss_bytes", "rss_peak_bytes":
                if abs(found.get(key, 0)) > 1 << 40:
                    raise DumpError("%s %s=%d" % (name, key, found[key]))
        self.check_callees()
        self.check_waiting()

    def check_callees(self):
        for key, found in self.edges.items():
            callee = self.functions[key[1]]
            for part in PARTS_OF_CALLEE:
                if found.get(part, 0) > callee.get(part, 0):
                    raise DumpError("%s %s=%d, but %s has %d" % (
                        arrow(key), part, found[part], key[1],
                        callee.get(part, 0)))

    def check_waiting(self):
        """What is known exactly is all there: functions have what contexts
        have, but for those that are only the place where a thread began."""
        found = self.sums("wait_self_ns")
        expected = collections.Counter()
        for context in self.contexts if found else ():
            if context["calls"] or context.get("resumes"):
                expected[context["function"]] += context.get("wait_self_ns", 0)
        expected = {name: value for name, value in expected.items() if value}
        if found != expected:
            raise DumpError("functions wait %s, contexts %s" % (
                found, expected))


def check_times(name, found, longest, most):
    """No time is negative or longer than the run, and no error is more than
    there is to be wrong about."""
    for key in TIMES:
        value = found.get(key, 0)
        error = found.get(key.replace("_ns", "_error_ns"), 0)
        if value < 0 or value - error > longest:
            raise DumpError("%s %s=%d in a run of %.0f ns" % (
                name, key, value, longest))
        if error < 0 or error > most:
            raise DumpError("%s %s=%d, give or take %d, of %d ns in all" % (
                name, key, value, error, most))


def check_parts(name, found):
    for left, right in SUMS:
        if all(key in found for key in [*left, right]) and \
                sum(found[key] for key in left) != found[right]:
            raise DumpError("%s: %s are not %s: %s" % (
                name, " and ".join(left), right, found))
    for left, right in PARTS:
        if found.get(left, 0) > found.get(right, found.get(left, 0)):
            raise DumpError("%s: %s is more than %s: %s" % (
                name, left, right, found))


def arrow(key):
    """The edge that is kept under KEY, as cases write it."""
    return "%s -> %s" % (key[0] or ROOT, key[1])


def read(profile, memcall=None):
    """The dump of a profile, by the command that was built."""
    memcall = memcall or os.path.join(os.environ["MEMCALL_BUILD"], "memcall")
    done = subprocess.run([memcall, "dump", profile], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode:
        raise DumpError("memcall dump exits with %d: %s" % (
            done.returncode, done.stderr.decode(errors="replace").strip()))
    return Dump(done.stdout.decode(errors="replace"))


def expect_same(what, found, expected, tolerance=0):
    """Two sums by function are the same.  Those that are 0 may be missing."""
    for name in sorted(set(found) | set(expected)):
        a, b = found.get(name, 0), expected.get(name, 0)
        if abs(a - b) > tolerance:
            raise SystemExit("%s of %r is %d, the dump has %d"
                             % (what, name, a, b))
    if not expected:
        raise SystemExit("nothing to compare: no " + what)


def main(memcall, profile, *arguments):
    """For lib.sh: KEY=NUMBER ... -- FUNCTION, or -- CALLER CALLEE; the root is
    (root), and edges may be of any kind.  Says so if there is no such thing."""
    dump = read(profile, memcall)
    end = arguments.index("--")
    wanted = {key: int(number) for key, _, number in
              (argument.partition("=") for argument in arguments[:end])}
    names = arguments[end + 1:]
    if len(names) == 1:
        found = [dump.functions.get(names[0], {})]
    else:
        found = [edge for key, edge in dump.edges.items()
                 if (key[0] or ROOT, key[1]) == names]
    if not any(wanted.items() <= numbers.items() for numbers in found):
        sys.exit("%s should have %s: %s" % (
            " -> ".join(names), " ".join(arguments[:end]), dump.text))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except DumpError as error:
        sys.exit("%s: %s" % (sys.argv[2], error))
