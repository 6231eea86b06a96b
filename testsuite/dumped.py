# SPDX-License-Identifier: MIT
"""What `memcall dump` says of a profile, for cases that compare with it."""
import collections
import os
import re
import subprocess

STRING = r'"(?:[^"\\]|\\.)*"'


def unquote(text):
    if not text.startswith('"'):
        return text
    return re.sub(rb"\\(x..|.)", unescape, text[1:-1].encode()).decode(
        errors="replace")


def unescape(match):
    code = match.group(1)
    if code[:1] == b"x" and len(code) == 3:
        return bytes([int(code[1:], 16)])
    return {b"n": b"\n", b"t": b"\t"}.get(code, code)


def keys(text):
    found = re.findall(r" (\w+)=(%s|\S+)" % STRING, text)
    return {key: unquote(value) if value.startswith('"') or
            not re.fullmatch(r"-?\d+", value) else int(value)
            for key, value in found}


class Dump:
    """functions: name -> keys; edges: (caller, callee, kind) -> keys, the root
    is None; contexts: keys each."""

    def __init__(self, path):
        memcall = os.path.join(os.environ["MEMCALL_BUILD"], "memcall")
        text = subprocess.run([memcall, "dump", path], check=True,
                              stdout=subprocess.PIPE).stdout.decode()
        self.functions, self.edges, self.contexts = {}, {}, []
        for line in text.splitlines():
            word, rest = line.split(" ", 1)
            if word == "profile":
                self.profile = keys(" " + rest)
            elif word == "function":
                name = re.match(STRING, rest).group()
                self.functions[unquote(name)] = keys(rest[len(name):])
            elif word == "edge":
                ends = re.match(r"(%s|\(root\)) -> (%s)" % (STRING, STRING),
                                rest)
                found = keys(rest[ends.end():])
                caller, callee = map(unquote, ends.groups())
                self.edges[None if caller == "(root)" else caller, callee,
                           found.get("kind")] = found
            elif word == "context":
                self.contexts.append(keys(" " + rest))

    def sums(self, key):
        """By function."""
        return {name: found[key] for name, found in self.functions.items()
                if found.get(key)}

    def context_sums(self, key):
        sums = collections.Counter()
        for context in self.contexts:
            sums[context["function"]] += context.get(key, 0)
        return {name: value for name, value in sums.items() if value}


def expect_same(what, found, expected, tolerance=0):
    """Sums by function, of which those that are 0 may be missing."""
    for name in sorted(set(found) | set(expected)):
        a, b = found.get(name, 0), expected.get(name, 0)
        if abs(a - b) > tolerance:
            raise SystemExit("%s of %r is %d, the dump has %d"
                             % (what, name, a, b))
    if not expected:
        raise SystemExit("nothing to compare: no " + what)
