# SPDX-License-Identifier: MIT
"""Programs of others: who takes their time, according to memcall, against perf
on the plain program and callgrind (witness.py); their time in all; and what
`memcall diff` sees between two runs.  For `times`."""
import random
import re
import statistics
import subprocess

from fetch import Failure, Unavailable
from harness import ROOT, need, recorders, table, tell
from subjects import SUBJECTS
from witness import Recorded, Shares, callgrind, perf

FIRST = 10  # functions that are compared
POINTS = 3  # that a share may be off, besides what memcall says of its error
LEAST = 1  # percent: of what perf sees less, memcall must not show as large


class Program:
    """Both programs of a subject."""

    def __init__(self, name, subject, shop):
        self.name = name
        self.subject = subject
        self.plain = shop.compile(name + "-plain", subject.sources,
                                  subject.flags)
        self.marked = shop.compile(name + "-marked", subject.sources,
                                   subject.flags + shop.plugin("root=main"))

    def command(self, program, few=False):
        return [program, *(self.subject.few if few else
                           self.subject.arguments)]


def programs(args, shop, lines):
    """Each in turn; LINES says of which the sources are not to be had."""
    if not any((args.only or "") in name for name in SUBJECTS):
        raise Failure("no program %s: %s" % (args.only, ", ".join(SUBJECTS)))
    for name, make in SUBJECTS.items():
        if args.only and args.only not in name:
            continue
        try:
            yield Program(name, make(args, shop.folder), shop)
        except Unavailable as error:
            lines += ["", "%s is not to be had: %s" % (name, error)]


class Seen:
    """What the rounds recorded as one user say of a program."""

    def __init__(self):
        self.shares = []  # of each run, {function: (percent, its error)}
        self.totals = []  # of each run, CPU time to that of the plain program

    def add(self, run, plain_s, recorded):
        found = {}
        whole = sum(function.get("cpu_self_ns", 0)
                    for function in run.dump.functions.values())
        for function in run.dump.functions.values():
            name = recorded.name(function["symbol"])
            share, error = found.get(name, (0, 0))
            found[name] = (
                share + 100 * function.get("cpu_self_ns", 0) / whole,
                error + 100 * function.get("cpu_self_error_ns", 0) / whole)
        self.shares.append(found)
        self.totals.append(run.number("main", "cpu_ns") / 1e9 / plain_s)

    def share(self, name):
        """The medians of share and error."""
        return tuple(statistics.median(run.get(name, (0, 0))[i]
                                       for run in self.shares)
                     for i in (0, 1))

    def first(self):
        names = {name for run in self.shares for name in run}
        return sorted(names, key=lambda name: (-self.share(name)[0],
                                               name))[:FIRST]


def beyond(share, truth):
    """How many points a share is off that it should not be."""
    return max(0, abs(share[0] - truth) - POINTS - share[1])


def run_passes(run, truth):
    """Whether a single run keeps to what is asked."""
    first = sorted(run, key=lambda name: -run[name][0])[:FIRST]
    return all(not beyond(run[name], truth.percent(name)) and
               truth.percent(name) >= LEAST for name in first)


def compare(program, args, shop):
    """(who -> Seen, perf's shares, callgrind's)."""
    seen = {who: Seen() for who in recorders(args)}
    once = shop.record(program.command(program.marked), next(iter(seen)))
    recorded = Recorded(program.plain, [
        function["symbol"] for function in once.dump.functions.values()])
    truth = Shares()
    for turn in range(args.rounds):
        tell("%s: round %d of %d" % (program.name, turn + 1, args.rounds))
        plain_s = shop.measure(program.command(program.plain)).cpu_s
        order = [*seen, None]
        random.Random(turn).shuffle(order)
        for who in order:
            if who:
                seen[who].add(shop.record(program.command(program.marked),
                                          who), plain_s, recorded)
            else:
                perf(shop, program.command(program.plain), recorded, truth)
    return seen, truth, callgrind(
        shop, program.command(program.plain, few=True), recorded)


def verdicts(name, seen, truth):
    """Rows of the first table."""
    for who, found in seen.items():
        first = found.first()
        shares = [(found.share(function), truth.percent(function))
                  for function in first]
        worst = max(first, key=lambda function: abs(
            found.share(function)[0] - truth.percent(function)))
        small = [function for function in first
                 if truth.percent(function) < LEAST]
        yield [name, who, "%d of %d" % (sum(not beyond(*pair)
                                            for pair in shares), len(first)),
               "%d" % sum(abs(share - truly) <= POINTS
                          for (share, _), truly in shares),
               "%s: %+.1f" % (shorten(worst), found.share(worst)[0] -
                              truth.percent(worst)),
               "%d" % len(small),
               "%d of %d" % (sum(run_passes(run, truth)
                                 for run in found.shares), len(found.shares)),
               "%.2f" % statistics.median(found.totals),
               "%.2f to %.2f" % (min(found.totals), max(found.totals))]


def shorten(name):
    """Without parameters, and not too long for a table."""
    name = re.sub(r"\(.*", "", name).split(" ")[-1].replace("|", "\\|")
    return "`%s`" % (name if len(name) <= 50 else name[:24] + "..." +
                     name[-23:])


def shares_table(name, seen, truth, counted):
    names = list(dict.fromkeys(function for found in seen.values()
                               for function in found.first()))
    names += [function for function, _ in truth.weights.most_common(FIRST)
              if function not in names]
    rows = [[shorten(function), "%.1f" % truth.percent(function),
             "%.1f" % counted.percent(function),
             *["%.1f ± %.1f" % found.share(function)
               for found in seen.values()]]
            for function in sorted(names, key=lambda function:
                                   -truth.percent(function))]
    return ["", "## %s" % name, "",
            *table(["function", "perf", "callgrind",
                    *["memcall, %s" % who for who in seen]], rows), "",
            "perf took %d samples, %.1f %% of them of no recorded function." % (
                sum(truth.weights.values()) + truth.lost,
                truth.lost_percent())]


LEGEND = """CPU time of functions themselves, in %% of that of all. `perf` is \
`perf record -e cpu-clock` on the program compiled without the plugin, and \
`callgrind` counts its instructions. An address of it belongs to the innermost \
of the functions inlined there (`addr2line -i`) that memcall has recorded; \
libraries, the kernel%s, and functions of the system's headers belong to the \
recorded function that called them. Both programs are compiled with `-O2 -g \
-fno-optimize-sibling-calls`. The medians of %d rounds. `within`: how many of \
memcall's first %d differ from perf by no more than %d points and the error \
that memcall shows; `closely`: without the error; `small`: how many of them have less than %d %% by perf. \
`total`: the CPU time of main() to that of the plain program in the same \
round."""


def real(args, shop):
    """Markdown lines."""
    need({"perf": "linux-perf", "valgrind": "valgrind",
          "addr2line": "binutils"})
    lines, rows, tables = [], [], []
    for program in programs(args, shop, lines):
        seen, truth, counted = compare(program, args, shop)
        rows += verdicts(program.name, seen, truth)
        tables += shares_table(program.name, seen, truth, counted)
    if not rows:
        return lines
    kernel = "" if ROOT in recorders(args) else \
        " (which perf does not see here)"
    return [*lines, "", LEGEND % (kernel, args.rounds, FIRST, POINTS, LEAST),
            "", *table(["program", "recorded as", "within", "closely",
                        "farthest off, points", "small", "runs all right",
                        "total", "from"], rows), *tables]


UNITS = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}


def differences(shop, before, after):
    """(whether --fail-over=10 fails, [(whether it is marked as real, its size
    in percent of the whole) of each change])."""
    done = subprocess.run(
        [shop.path("memcall"), "diff", "--by=cpu", "--rows=1000000",
         "--fail-over=10", before, after], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE)
    if done.returncode not in (0, 3):
        raise Failure("memcall diff: %s" % done.stderr.decode().strip())
    head, *rest = done.stdout.decode(errors="replace").split("\n")
    whole = re.search(r"cpu_ns ~?([\d.]+) (\w+) ->", head)
    changes = (re.match(r"\s*(~?)[-+]([\d.]+) (\w+) ", line) for line in rest)
    return done.returncode == 3, [
        (not change[1], 100 * nanoseconds(change[2], change[3]) /
         nanoseconds(*whole.groups())) for change in changes if change]


def nanoseconds(number, unit):
    return float(number) * UNITS[unit]


def diff(args, shop):
    """Markdown lines."""
    lines, rows = [], []
    for program in programs(args, shop, lines):
        for who in recorders(args):
            found = []
            for pair in range(args.pairs):
                tell("%s, %s: pair %d of %d" % (program.name, who, pair + 1,
                                                args.pairs))
                for name in ("before.memcall", "after.memcall"):
                    shop.record(program.command(program.marked), who, name)
                found.append(differences(
                    shop, shop.path(who, "before.memcall"),
                    shop.path(who, "after.memcall")))
            marked = [[size for real, size in changes if real]
                      for _, changes in found]
            rows.append([
                program.name, who, len(found),
                sum(len(changes) for _, changes in found),
                sum(map(len, marked)), sum(map(bool, marked)),
                sum(size >= LEAST for pair in marked for size in pair),
                sum(failed for failed, _ in found)])
    return [*lines, "", "What `memcall diff` marks as real (without `~`) of "
            "pairs of runs of one program on one input. "
            "`large`: of %d %% of the whole and more." % LEAST,
            "", *table(["program", "recorded as", "pairs", "changes",
                        "marked as real", "pairs with one", "large",
                        "`--fail-over=10` fails"], rows)]
