#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Keeps what was tested: with which GCC, for which processor, in which language.

    testsuite/tested.py FILE TARGET GCC PROCESSOR SYSTEM TALLY
                        [LANGUAGE:PASSED:FAILED:SKIPPED ...]

FILE (tested.tsv) has a row for each, which the targets check-gccs, check-arch
and check-languages write; `make tables` fills README.md from it.  No row is
written by hand.  A run replaces the rows of the same TARGET, GCC and PROCESSOR.

TALLY is what `run-cases --tally` has written: which cases, and how many of
each language passed.  Further counts, such as those of unit tests, are given
as arguments.
"""
import datetime
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)

FIELDS = ["target", "gcc", "processor", "system", "language", "level", "cases",
          "passed", "failed", "skipped", "abi", "commit", "date"]
# Columns of README.md, in this order; the first two are no languages.
UNIT_TESTS, SCRIPTS, BUILD = "unit tests", "scripts", "build"
LANGUAGES = ["C", "C++", "Objective-C", "Fortran", "D", "Ada"]
ORDER = [BUILD, UNIT_TESTS, *LANGUAGES, SCRIPTS]
LEVELS = ["-O0", "-O1", "-O2", "-O3", "-Os", "-O2 -flto", "all"]
ALL = "all"
# What a run writes itself, so that it does not tell the commit apart.
MADE = (":!testsuite/tested.tsv", ":!README.md")


def read(path):
    """The rows of the file, none if it is not there."""
    try:
        with open(path) as file:
            lines = file.read().splitlines()
    except FileNotFoundError:
        return []
    heads = lines[0].split("\t") if lines else []
    if heads != FIELDS:
        raise ValueError("%s is no table of what was tested" % path)
    return [dict(zip(FIELDS, line.split("\t"))) for line in lines[1:]]


def place(row):
    return (row["target"], [int(n) for n in re.findall(r"\d+", row["gcc"])],
            row["processor"], ORDER.index(row["language"]),
            LEVELS.index(row["level"]))


def ask_git(*words):
    done = subprocess.run(["git", "-C", TOP, *words], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True, check=False)
    return done.stdout.strip()


def describe():
    """What memcall this is: the version of its ABI, its commit with a + if
    files differ from it, and the day."""
    with open(os.path.join(TOP, "runtime", "memcall-abi.h")) as file:
        abi = re.search(r"^#define MC_ABI_VERSION (\d+)", file.read(), re.M)
    commit = ask_git("rev-parse", "--short=7", "HEAD") or "?"
    if ask_git("status", "--porcelain", "--", ".", *MADE):
        commit += "+"
    return {"abi": abi.group(1), "commit": commit,
            "date": datetime.date.today().isoformat()}


def replace(path, key, rows, what):
    """KEY has target, gcc and processor; WHAT is what describe() has said when
    the run began.  ROWS have the rest."""
    kept = [row for row in read(path)
            if any(row[name] != key[name] for name in key)]
    same = dict(key, **what)
    kept += [{name: str({**same, **row}[name]) for name in FIELDS}
             for row in rows]
    with open(path + ".part", "w") as out:
        for row in [FIELDS] + [[row[name] for name in FIELDS]
                               for row in sorted(kept, key=place)]:
            out.write("\t".join(row) + "\n")
    os.replace(path + ".part", path)


def counted(language, level, cases, counts, system):
    return dict(zip(("passed", "failed", "skipped"), counts),
                language=language, level=level, cases=cases, system=system)


def write_tally(path, chosen, everything, counts):
    """CHOSEN of EVERYTHING are cases; COUNTS is {language: (passed, failed,
    skipped)}."""
    with open(path, "w") as out:
        out.write("%s\n" % (ALL if chosen == everything else
                            "%d of %d" % (chosen, everything)))
        for language, count in counts.items():
            out.write("%s\t%d\t%d\t%d\n" % (language, *count))


def read_tally(path, system):
    """Rows, as replace() takes them; none if no case ran."""
    try:
        with open(path) as file:
            cases, *lines = file.read().splitlines()
    except (OSError, ValueError):
        return []
    return [counted(line.split("\t")[0], ALL, cases, line.split("\t")[1:],
                    system) for line in lines]


# --- the tables of README.md ----------------------------------------------

def cell(row):
    """What one row says."""
    if not row:
        return ""
    passed, failed, skipped = (int(row[name]) for name in
                               ("passed", "failed", "skipped"))
    if not passed and not failed:
        return "-"
    words = ["%d" % passed]
    words += ["**%d failed**" % failed] if failed else []
    words += ["%d skipped" % skipped] if skipped else []
    return ", ".join(words)


def compilers(rows):
    """Heads and lines: a line for each GCC and processor, a column for each
    language."""
    lines = {}
    for row in rows:
        if row["target"] != "check-languages":
            key = row["gcc"], row["processor"], row["system"]
            lines.setdefault(key, {})[row["language"]] = row
    columns = [UNIT_TESTS, *LANGUAGES, SCRIPTS]
    table = []
    for (gcc, processor, system), found in sorted(
            lines.items(), key=lambda item: (
                item[0][1] != "x86_64", item[0][1],
                [int(n) for n in re.findall(r"\d+", item[0][0])])):
        some = found.get("C") or next(iter(found.values()))
        cells = [cell(found.get(name)) for name in columns]
        if BUILD in found:
            cells[0] = "**not built**"
        table.append([gcc, processor, system, *cells, some["cases"],
                      age(some)])
    return ["GCC", "processor", "system", *columns, "cases",
            "ABI, date"], table


def levels(rows):
    """The same for check-languages: a line for each language, a column for
    each level, `exact` where all counts were."""
    rows = [row for row in rows if row["target"] == "check-languages"]
    columns = [level for level in LEVELS
               if any(row["level"] == level for row in rows)]
    lines = {}
    for row in sorted(rows, key=place):
        key = row["language"], row["gcc"], row["processor"], row["system"]
        lines.setdefault(key, {})[row["level"]] = row
    table = []
    for key, found in lines.items():
        some = next(iter(found.values()))
        table.append([key[0], *map(exactness, map(found.get, columns)),
                      ", ".join(key[1:]), age(some)])
    return ["language", *("`%s`" % level for level in columns),
            "GCC, processor, system", "ABI, date"], table


def exactness(row):
    if not row or row["passed"] == "0" == row["failed"]:
        return "-"
    return "exact" if row["failed"] == "0" else "**wrong**"


def age(row):
    return "%s, %s" % (row["abi"], row["date"])


def main():
    if len(sys.argv) < 7:
        sys.exit(__doc__.strip())
    path, target, gcc, processor, system, tally, *more = sys.argv[1:]
    rows = read_tally(tally, system)
    cases = rows[0]["cases"] if rows else "none"
    for word in more:
        language, *counts = word.split(":")
        rows.append(counted(language, ALL, cases, counts, system))
    replace(path, {"target": target, "gcc": gcc, "processor": processor}, rows,
            describe())


if __name__ == "__main__":
    main()
