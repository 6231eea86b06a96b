# SPDX-License-Identifier: MIT
"""Looks up in a dump what a case expects of the graph.

A method check_WORD is there for each of the words in GRAPH_CHECKS; the others
of a case are about its output, and program.py's.
"""
import re

from caselib import CaseError, Failure
from caselib.directives import GRAPH_CHECKS, OPERATOR, parse_condition
from dumped import ROOT, arrow

UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30,
         "ns": 1, "us": 1000, "ms": 1000000, "s": 1000000000}
LITERAL = re.compile(
    r"(-?\d+)(K|M|G|ns|us|ms|s)?(?:~(\d+(?:\.\d+)?)(%|K|M|us|ms)?)?$")
OPERAND = re.compile(r"(?:(node|edge) (.+)|(profile|stdout)) (\w+)$")


def parse_literal(text):
    """(value, tolerance) of "4", "8M~10%" or "8M~4K"; None if not a number."""
    match = LITERAL.match(text)
    if not match:
        return None
    value = int(match.group(1)) * UNITS[match.group(2) or ""]
    tolerance = float(match.group(3) or 0)
    if match.group(4) == "%":
        return value, abs(value) * tolerance / 100
    return value, tolerance * UNITS[match.group(4) or ""]


def holds(left, operator, right, tolerance=0):
    """Is `left operator right`, with = and != within the tolerance?"""
    if operator in ("=", "!="):
        if isinstance(left, str) or isinstance(right, str):
            equal = str(left) == str(right)
        else:
            equal = abs(left - right) <= tolerance
        return equal == (operator == "=")
    return {"<=": left <= right, ">=": left >= right,
            "<": left < right, ">": left > right}[operator]


def attribute(found, key, what):
    if key not in found:
        raise Failure("%s has no %s" % (what, key))
    return found[key]


def kind_of(conditions):
    """The kind of edge that is asked for: None for a call."""
    return "".join(c[5:] for c in conditions if c.startswith("kind=")) or None


def in_order(keys):
    """Keys of edges, sorted as they are shown."""
    return sorted(keys, key=lambda key: (arrow(key), key[2] or ""))


def describe(dump):
    """What the graph looks like, for the message of a failure."""
    lines = ['    node "%s" symbol=%s calls=%s depth=%s' % (
        name, node.get("symbol"), node.get("calls"), node.get("depth"))
        for name, node in sorted(dump.functions.items())]
    lines += ["    edge %s%s calls=%s" % (
        arrow(key), " kind=" + key[2] if key[2] else "",
        dump.edges[key].get("calls")) for key in in_order(dump.edges)]
    return "\n".join(lines[:60])


class Checker:
    """What one case expects, in one dump and the program's stdout."""

    def __init__(self, case, dump, stdout):
        self.case = case
        self.dump = dump
        self.stdout = stdout

    def check(self):
        for word, arguments in self.case.checks:
            if word in GRAPH_CHECKS:
                getattr(self, "check_" + word.replace("-", "_"))(*arguments)

    # what a case names

    def display_name(self, name):
        """The node a case means: by display name, or by "@symbol"."""
        if not name.startswith("@"):
            return name
        found = [shown for shown, node in self.dump.functions.items()
                 if node.get("symbol") == name[1:]]
        return found[0] if len(found) == 1 else name

    def node(self, name):
        return self.dump.functions.get(self.display_name(name))

    def edge_key(self, text, kind=None):
        caller, there, callee = text.partition(" -> ")
        if not there:
            raise CaseError('an edge is written "caller -> callee": ' + text)
        return (None if caller == ROOT else self.display_name(caller),
                self.display_name(callee), kind)

    def edge(self, text, kind=None):
        return self.dump.edges.get(self.edge_key(text, kind))

    # nodes and edges

    def check_conditions(self, found, what, conditions):
        for condition in conditions:
            key, operator, text = parse_condition(condition)
            if key == "kind":
                continue
            if text == "absent":
                if key in found:
                    raise Failure("%s has %s" % (what, key))
                continue
            value = attribute(found, key, what)
            literal = parse_literal(text) or (text, 0)
            if isinstance(value, str) != isinstance(literal[0], str):
                value, literal = str(value), (text, 0)
            if not holds(value, operator, *literal):
                raise Failure("%s: %s is %s, expected %s" % (
                    what, key, value, condition))

    def check_node(self, name, *conditions):
        node = self.node(name)
        if node is None:
            raise Failure('no node "%s"' % name)
        self.check_conditions(node, 'node "%s"' % name, conditions)

    def check_edge(self, name, *conditions):
        kind = kind_of(conditions)
        edge = self.edge(name, kind)
        if edge is None:
            raise Failure('no edge "%s"%s' % (
                name, " of kind " + kind if kind else ""))
        self.check_conditions(edge, 'edge "%s"' % name, conditions)

    def check_no_node(self, *names):
        for name in names:
            if self.node(name) is not None:
                raise Failure('there is a node "%s"' % name)

    def check_no_edge(self, *names):
        for name in names:
            ends = self.edge_key(name)[:2]
            if any(key[:2] == ends for key in self.dump.edges):
                raise Failure('there is an edge "%s"' % name)

    def check_only_nodes(self):
        named = {self.display_name(arguments[0])
                 for word, arguments in self.case.checks if word == "node"}
        extra = sorted(set(self.dump.functions) - named)
        if extra:
            raise Failure("unexpected nodes: " + ", ".join(extra))

    def check_only_edges(self):
        named = {self.edge_key(arguments[0], kind_of(arguments[1:]))
                 for word, arguments in self.case.checks if word == "edge"}
        extra = in_order(set(self.dump.edges) - named)
        if extra:
            raise Failure("unexpected edges: " + ", ".join(map(arrow, extra)))

    # relations

    def check_check(self, *relations):
        for relation in relations:
            parts = re.split(r" (%s) " % OPERATOR, relation)
            if len(parts) != 3:
                raise CaseError("cannot read the relation " + relation)
            left, _ = self.operand(parts[0])
            right, tolerance = self.operand(parts[2])
            if not holds(left, parts[1], right, tolerance):
                raise Failure("%s: %s %s %s does not hold" % (
                    relation, left, parts[1], right))

    def operand(self, text):
        """(value, tolerance) of a sum of operands."""
        value = tolerance = 0
        for term in text.split(" + "):
            term_value, term_tolerance = self.term(term)
            value += term_value
            tolerance += term_tolerance
        return value, tolerance

    def term(self, text):
        literal = parse_literal(text)
        if literal:
            return literal
        match = OPERAND.match(text)
        if not match:
            raise CaseError("cannot read the operand " + text)
        kind = match.group(1) or match.group(3)
        name, key = match.group(2), match.group(4)
        if kind == "stdout":
            found = re.findall(r"\b%s=(-?\d+)\b" % re.escape(key), self.stdout)
            if len(found) != 1:
                raise CaseError("the program does not print one %s=" % key)
            return int(found[0]), 0
        found = (self.dump.profile if kind == "profile" else
                 self.node(name) if kind == "node" else self.edge(name))
        if found is None:
            raise Failure('no %s "%s"' % (kind, name))
        return attribute(found, key, text), 0
