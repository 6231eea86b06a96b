# SPDX-License-Identifier: MIT
"""What a case says about itself: directives in its comments, each on a line.

    { mc-WORD argument ... }

testsuite/README.md has the vocabulary.  A case is read as a whole before
anything is built: an unknown word, a malformed condition, and a case without a
check are errors.
"""
import collections
import os
import re
import shlex
import signal

from caselib import CaseError
from caselib.sanitizers import SANITIZERS
from dumped import STRING

DIRECTIVE = re.compile(r"\{\s*mc-")
WELL_FORMED = re.compile(
    r'\{ mc-([a-z-]+)((?: (?:\S*?%s|(?!\})\S+))*) \}' % STRING)
ARGUMENT = re.compile(r'[^\s"=]+=%s|%s|\S+' % (STRING, STRING))

SETTINGS = ("do", "options", "plugin", "sources", "library", "plain",
            "plain-library", "levels", "run", "environment", "abrupt", "xfail",
            "need", "unsanitized", "alone", "native",
            "machine")
GRAPH_CHECKS = ("node", "edge", "no-node", "no-edge", "only-nodes",
                "only-edges", "check")
CHECKS = GRAPH_CHECKS + ("stdout", "stderr", "compiler", "status")
WITHOUT_ARGUMENTS = ("only-nodes", "only-edges", "abrupt", "alone")

OPERATOR = r"!=|<=|>=|=|<|>"
CONDITION = re.compile(r"(\w+)(%s)(.+)$" % OPERATOR)


def argument_of(token):
    """A directive's argument; in quotes only \\" is special, so that a regular
    expression reads as it is written."""
    if len(token) > 1 and token[0] == token[-1] == '"':
        return token[1:-1].replace('\\"', '"')
    return token


def parse_directives(text):
    """[(word, [argument ...])] of a source text."""
    found = []
    for match in DIRECTIVE.finditer(text):
        well_formed = WELL_FORMED.match(text, match.start())
        if not well_formed:
            line = text[match.start():].split("\n", 1)[0]
            raise CaseError("cannot read the directive " + line)
        word = well_formed.group(1)
        arguments = [argument_of(token)
                     for token in ARGUMENT.findall(well_formed.group(2))]
        if word not in SETTINGS + CHECKS:
            raise CaseError("unknown word mc-" + word)
        if bool(arguments) == (word in WITHOUT_ARGUMENTS):
            raise CaseError("mc-%s: wrong number of arguments" % word)
        found.append((word, arguments))
    return found


def parse_condition(text):
    """(key, operator, literal) of a condition on a node or edge."""
    match = CONDITION.match(text)
    if not match:
        raise CaseError("cannot read the condition " + text)
    return match.groups()


class Case:
    """A program and what it says about itself.

    settings: {word: [argument ...]}, of all directives with that word.
    checks: [(word, [argument ...])], in their order."""

    def __init__(self, path):
        self.path = path
        self.name = os.path.splitext(os.path.basename(path))[0]
        self.folder = os.path.splitext(path)[0] + ".d"
        with open(path, encoding="utf-8") as source:
            directives = parse_directives(source.read())
        self.checks = [d for d in directives if d[0] in CHECKS]
        self.settings = collections.defaultdict(list)
        for word, arguments in directives:
            if word in SETTINGS:
                self.settings[word] += arguments or [""]
        self.do = (self.settings["do"] or ["run"])[-1]
        self.checks_graph = any(word in GRAPH_CHECKS
                                for word, _ in self.checks)
        self.verify()

    def verify(self):
        if not self.checks:
            raise CaseError("checks nothing")
        if self.do not in ("run", "compile", "refuse"):
            raise CaseError("mc-do %s: run, compile or refuse" % self.do)
        if self.do != "run" and any(word != "compiler"
                                    for word, _ in self.checks):
            raise CaseError("mc-do %s: only mc-compiler applies" % self.do)
        words = self.settings["unsanitized"]
        if len(words) % 2 or not set(words[::2]) <= {"any", *SANITIZERS}:
            raise CaseError("mc-unsanitized: which sanitizer, and why")
        for word, arguments in self.checks:
            if word in ("node", "edge"):
                for condition in arguments[1:]:
                    parse_condition(condition)

    def words(self, setting):
        """All words of a setting's arguments, split like a shell would."""
        return [word for argument in self.settings[setting]
                for word in shlex.split(argument)]

    def patterns(self, check):
        """The first argument of each directive with that word."""
        return [arguments[0] for word, arguments in self.checks
                if word == check]

    def levels(self, default):
        return self.settings["levels"] or default

    def status(self):
        """The exit status asked for; negative: a signal; None: not said."""
        for wanted in self.patterns("status"):
            if wanted.startswith("SIG"):
                return -signal.Signals[wanted].value
            return int(wanted)
        return None
