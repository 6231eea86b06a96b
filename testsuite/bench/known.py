# SPDX-License-Identifier: MIT
"""Programs that know their own times, against what memcall says of the same
run.  For `times`.

- shares: three functions do 50, 30 and 20 % of the work
- busy: a function that only calls others has next to no time of its own
- bursts: put() works only in every PERIOD-th call, in user code or in the
  kernel; writer(), its caller, only calls it
- tail: the same, with one call in 500
- long: the same, with one call that is preempted more often than any buffer
  of such events can hold

A run of the latter three is right if the program's own clock, which is between
two bounds, is within the interval that memcall shows.
"""
import os
import random
import statistics

from fetch import Failure
from harness import LOADED, QUIET, beside, recorders, table, tell

HERE = os.path.dirname(os.path.abspath(__file__))

SHARES = {"half": 50, "third": 30, "fifth": 20}
SHARES_ROUNDS, SHARES_POINTS = 100_000_000, 2
BUSY_ROUNDS, BUSY_PERCENT = 50_000_000, 5
BURSTS_US = 100_000  # all bursts of a run together
WIDE_PERCENT, WIDE_FROM_NS = 15, 50_000_000


def percent(part, whole):
    return 100.0 * part / whole if whole else 0.0


class Shares:
    """How far off the shares of a run are, in points."""
    name = "shares"
    source = "shares.c"
    arguments = [str(SHARES_ROUNDS)]
    weight = 5  # a run stands for as many of the others: it takes longer
    heads = ["within %d points" % SHARES_POINTS, "half", "third", "fifth",
             "farthest, points"]

    def judge(self, run):
        found = {name: run.number(name, "cpu_self_ns") for name in SHARES}
        whole = sum(found.values())
        shares = {name: percent(ns, whole) for name, ns in found.items()}
        return shares, max(abs(shares[name] - truth)
                           for name, truth in SHARES.items())

    def summary(self, judged):
        return ["%d of %d" % (sum(far <= SHARES_POINTS for _, far in judged),
                              len(judged)),
                *["%.1f" % statistics.mean(shares[name]
                                           for shares, _ in judged)
                  for name in SHARES],
                "%.1f" % max(far for _, far in judged)]


class Busy:
    """What a run says that work() took itself, and in all, against the CPU
    time of the same calls when they are not recorded."""
    name = "busy"
    source = "busy.c"
    arguments = [str(BUSY_ROUNDS)]
    weight = 2
    heads = ["within %d %%" % BUSY_PERCENT, "`work` itself, % of truth",
             "worst", "total to truth", "from", "to"]

    def judge(self, run):
        plain = run.printed()["plain_ns"]
        return (percent(run.number("work", "cpu_self_ns"), plain),
                run.number("work", "cpu_ns") / plain)

    def summary(self, judged):
        selfs, ratios = zip(*judged)
        return ["%d of %d" % (sum(own <= BUSY_PERCENT for own in selfs),
                              len(judged)),
                "%.1f" % statistics.mean(selfs), "%.1f" % max(selfs),
                "%.2f" % statistics.median(ratios), "%.2f" % min(ratios),
                "%.2f" % max(ratios)]


class Bursts:
    """Whether the truth is within the interval, how wide that is, and on
    which side the middle of it lies."""
    source = "bursts.c"
    weight = 1
    def __init__(self, name, calls, period, burst_us, place):
        self.name = name
        self.arguments = [str(calls), str(period), str(burst_us), place]

    def judge(self, run):
        printed = run.printed()
        least, most = printed["least_ns"], printed["most_ns"]
        truth = (least + most) / 2
        put, error = (run.number("put", key)
                      for key in ("cpu_ns", "cpu_error_ns"))
        own, own_error = (run.number("writer", key)
                          for key in ("cpu_self_ns", "cpu_self_error_ns"))
        width = percent(2 * error, truth)
        return {"truth": truth / 1e6,
                "inside": put - error <= most and put + error >= least,
                "caller": own - own_error <= printed["rest_ns"],
                "narrow": width <= WIDE_PERCENT or truth < WIDE_FROM_NS,
                "width": width, "bias": percent(put - truth, truth),
                "own": percent(own, truth)}

    def summary(self, judged):
        """Three cells."""
        def mean(key):
            return statistics.mean(run[key] for run in judged)

        def count(key):
            return sum(run[key] for run in judged)
        return ["%d, %d" % (count("inside"), count("caller")),
                "%.0f (%d)" % (mean("width"), count("narrow")),
                "%+.1f, %.1f" % (mean("bias"), mean("own"))]


def all_bursts():
    for place in ("user", "kernel"):
        for period in (30, 100, 1000, 3000):
            for burst_us in (20, 100, 1000):
                yield Bursts("bursts, %s, %d µs in %d calls" % (
                    place, burst_us, period), BURSTS_US // burst_us * period,
                    period, burst_us, place)
    yield Bursts("long, 500 ms in 100 calls", 100, 100, 500_000, "user")
    for calls in (5_000, 50_000, 500_000):
        yield Bursts("tail, %s calls" % format(calls, ","), calls, 500, 200,
                     "user")


class Row:
    """The runs of one program, as one user, quiet or not."""

    def __init__(self, program, who, state):
        self.program = program
        self.who = who
        self.state = state
        self.judged = []
        self.got = []

    def add(self, run):
        self.judged.append(self.program.judge(run))
        self.got.append(percent(run.cpu_s, run.wall_s))

    def cells(self):
        return [self.program.name, self.who, self.state,
                *self.program.summary(self.judged)]


def run_all(shop, rows, runs):
    """Round by round, in a new order each, so that what else the machine does
    falls on all alike."""
    built = {program.source: shop.compile(
        program.source[:-2], [os.path.join(HERE, program.source)],
        shop.plugin()) for program in {row.program for row in rows}}
    for turn in range(runs):
        tell("known: round %d of %d" % (turn + 1, runs))
        for state in (QUIET, LOADED):
            todo = [row for row in rows if row.state == state and
                    turn % row.program.weight == 0]
            random.Random(turn).shuffle(todo)
            with beside(state):
                for row in todo:
                    row.add(shop.record(
                        [built[row.program.source], *row.program.arguments],
                        row.who))


LEGEND = """`inside`: of %d runs, those in which the truth is within the \
interval that memcall shows, for `put`, and for its caller. `width`: of the \
interval, in %% of the truth, the mean of the runs, and in brackets how many \
had no wider one than %d %% where the truth is %d ms and more. `off`: the \
middle of it less the truth, and what the caller has for itself, both in %% of \
the truth. All bursts of a run are 100 ms."""


def burst_tables(rows, runs):
    """One row a program, and three cells for each user and state; and what
    they come to."""
    places = list(dict.fromkeys((row.who, row.state) for row in rows))
    by_program = {}
    for row in rows:
        by_program.setdefault(row.program.name, {})[row.who, row.state] = \
            row.program.summary(row.judged)
    heads = ["program", *["%s, %s: %s" % (*place, what) for place in places
                          for what in ("inside", "width", "off")]]
    cells = [[name, *[cell for place in places for cell in found[place]]]
             for name, found in by_program.items()]
    lines = ["", LEGEND % (runs, WIDE_PERCENT, WIDE_FROM_NS // 1_000_000), "",
             *table(heads, cells), ""]
    for place in places:
        judged = [run for row in rows if (row.who, row.state) == place
                  for run in row.judged]
        lines.append("- %s, %s: of %d runs, %d inside, %d for the caller, "
                     "%d narrow, %d all three" % (
                         *place, len(judged),
                         *[sum(run[key] for run in judged)
                           for key in ("inside", "caller", "narrow")],
                         sum(run["inside"] and run["caller"] and run["narrow"]
                             for run in judged)))
    return lines


def known(args, shop):
    """Markdown lines."""
    programs = [program for program in [Shares(), Busy(), *all_bursts()]
                if not args.only or args.only in program.name]
    if not programs:
        raise Failure("no program of `known` has %s in its name" % args.only)
    rows = [Row(program, who, state) for program in programs
            for who in recorders(args) for state in (QUIET, LOADED)]
    run_all(shop, rows, args.runs)
    lines = []
    for kind in (Shares, Busy):
        found = [row.cells() for row in rows if isinstance(row.program, kind)]
        if found:
            lines += ["", *table(["program", "recorded as", "machine",
                                  *kind.heads], found)]
    bursts = [row for row in rows if isinstance(row.program, Bursts)]
    if bursts:
        lines += burst_tables(bursts, args.runs)
    return lines + ["", "Beside the loops the programs got %.0f %% of a "
                    "processor, else %.0f %% (medians)." % tuple(
                        statistics.median(got for row in rows
                                          if row.state == state
                                          for got in row.got)
                        for state in (LOADED, QUIET))]
